"""Bodies that are changed beside their texts: usage asked for, a model filled in; the rest stays, what was masked included."""

import json

import pytest

from unit.gateway.exchanges import asked, chat, forwarded

EMAIL = "maria.andersson@example.com"
POLICIES = {"pii-detector": {"entities": ["EMAIL"]}, "cost-attribution": {}}


@pytest.mark.parametrize(
    ("options", "is_hidden"),
    [
        ({}, True),
        ({"stream_options": None}, True),
        ({"stream_options": {}}, True),
        ({"stream_options": {"include_usage": False}}, True),
        ({"stream_options": {"include_obfuscation": False}}, True),
        ({"stream_options": {"include_usage": True}}, False),
    ],
)
def test_usage_is_asked_for_and_what_was_masked_stays_masked(options, is_hidden):
    exchange, outcome = asked(POLICIES, chat(f"I am {EMAIL}", stream=True, **options))

    body = forwarded(outcome)
    assert body["stream_options"]["include_usage"] is True
    assert body["stream_options"] == {**(options.get("stream_options") or {}), "include_usage": True}
    assert exchange.hides_usage is is_hidden
    assert EMAIL not in json.dumps(body)


def test_where_the_place_is_not_certain_nothing_is_changed():
    body = chat("hi", stream=True, stream_options={}, metadata={"stream_options": {}})

    exchange, outcome = asked(POLICIES, body)

    assert forwarded(outcome) == body
    assert not exchange.hides_usage


def test_a_missing_model_is_that_of_the_target_only_if_there_is_one():
    body = {"messages": [{"role": "user", "content": "hi"}]}

    _, outcome = asked(POLICIES, body)

    assert forwarded(outcome) == body
