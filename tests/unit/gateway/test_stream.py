"""Streams: however they are split, the same text is masked, restored, judged and let through."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.gateway.exchanges import (
    arguments,
    asked,
    chat,
    chat_chunks,
    events_of,
    make_exchange,
    play,
    said,
    sse,
    tool_chunks,
)

EMAIL = "maria.andersson@example.com"
PII = {"pii-detector": {"entities": ["EMAIL", "PHONE", "CREDIT_CARD"]}}
ISSUE = {"prompt-injection": {"threshold": 0.8, "action": "block"}, **PII}

words = st.sampled_from(
    ["the", "parcel", "Grüße", "😀", "<EMAIL_1>", "<email_1>", "`<EMAIL_1>`", "&lt;EMAIL_1&gt;", "<EMAIL_9>", "a<b", "order", "NW-2024-118273",
     "bo.svensson@example.org", "call", "+1 415 555 0132", "4111 1111 1111 1111", "\n", "12", "x@", "<", "\\", '"quoted"', "end."]
)  # fmt: skip
texts = st.lists(words, max_size=12).map(" ".join)
cuts = st.lists(st.integers(0, 100_000), max_size=20)


def split(text, places):
    places = sorted({place % (len(text) + 1) for place in places})
    return [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True) if text[a:b]]


def whole(exchange, text):
    reply = exchange.answer(
        200,
        [],
        json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}).encode(),
    )
    return json.loads(reply.body)["choices"][0]["message"]["content"]


def masked_exchange():
    exchange, _ = asked(ISSUE, chat(f"I am {EMAIL}", stream=True))
    return exchange


@settings(max_examples=150, deadline=None)
@given(texts, cuts, cuts)
def test_any_split_into_events_and_bytes_gives_what_the_whole_answer_gives(text, event_cuts, byte_cuts):
    streamed, _ = play(masked_exchange(), sse(chat_chunks(split(text, event_cuts))), byte_cuts)

    assert said(streamed) == whole(masked_exchange(), text)


@settings(max_examples=80, deadline=None)
@given(texts, cuts, cuts)
def test_tool_arguments_stay_json_and_get_their_values_back(text, event_cuts, byte_cuts):
    source = json.dumps({"to": "<EMAIL_1>", "text": text}, ensure_ascii=False)

    streamed, _ = play(masked_exchange(), sse(tool_chunks(split(source, event_cuts))), byte_cuts)

    restored = json.loads(arguments(streamed))
    assert restored["to"] == EMAIL


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["plain words ", "and more ", "Grüße 😀 ", "\n\n", "1. first "]), max_size=10),
    cuts,
)
def test_events_that_nobody_changed_leave_byte_for_byte(pieces, byte_cuts):
    data = sse(chat_chunks(pieces))

    streamed, _ = play(masked_exchange(), data, byte_cuts)

    assert streamed == data


def test_nothing_waits_that_needs_not_wait():
    exchange = masked_exchange()
    flow = exchange.flow()
    events = [
        sse([event], done=False) for event in chat_chunks(["The ", "parcel ", "left ", "Tues", "day now "])
    ]

    leaving = [flow.feed(event) for event in events]

    assert leaving == [events[0], events[1], events[2], events[3], b"", events[4] + events[5], events[6]]


def test_a_value_of_the_answers_own_is_masked_and_not_restored():
    streamed, _ = play(masked_exchange(), sse(chat_chunks(["write to bo.sven", "sson@exam", "ple.org now"])))

    assert said(streamed) == "write to <EMAIL_2> now"


def test_a_label_the_client_used_itself_is_left_alone():
    exchange, forward = asked(PII, chat(f"Keep <EMAIL_1> as it is, but write to {EMAIL}", stream=True))

    streamed, _ = play(exchange, sse(chat_chunks(["<EMAIL_1> and <EMA", "IL_2>"])))

    assert b"<EMAIL_2>" in forward.body
    assert said(streamed) == f"<EMAIL_1> and {EMAIL}"


def test_choices_that_interleave_do_not_mix():
    first, second = chat_chunks(["a <EMA", "IL_1> b"]), chat_chunks(["c <EMAIL_1", "> d"], choice=1)
    mixed = [event for pair in zip(first, second, strict=True) for event in pair]

    streamed, _ = play(masked_exchange(), sse(mixed))

    assert said(streamed) == f"a {EMAIL} b"
    assert said(streamed, choice=1) == f"c {EMAIL} d"
    assert len(events_of(streamed)) == len(mixed) + 1


@settings(max_examples=40, deadline=None)
@given(cuts)
def test_a_block_in_mid_stream_ends_as_the_providers_own_filter_would(event_cuts):
    exchange, _ = asked(
        {"content-filter": {"words": ["forbidden"], "action": "block"}}, chat("hi", stream=True)
    )
    text = "All is well. Then comes the forbidden word, and more."

    streamed, flow = play(exchange, sse(chat_chunks(split(text, event_cuts))))

    events = events_of(streamed)
    assert flow.is_blocked
    assert said(streamed) == "All is well. Then comes the "
    assert events[-1] == "[DONE]"
    assert events[-2]["choices"][0]["finish_reason"] == "content_filter"


def test_token_probabilities_go_when_the_text_they_spell_has_changed():
    events = chat_chunks(["write to bo.svensson@example.org ", "now"])
    for event in events:
        event["choices"][0]["logprobs"] = {"content": [{"token": "bo.svensson@example.org", "logprob": -0.1}]}

    streamed, _ = play(masked_exchange(), sse(events))

    assert b"svensson" not in b"".join(line for line in streamed.split(b"\n\n") if b"EMAIL_2" in line)


def test_an_unreadable_event_ends_the_stream_or_passes_as_the_fail_mode_says():
    data = sse(chat_chunks(["one ", "two "]), done=False) + b"data: {nonsense\n\n" + b"data: [DONE]\n\n"
    closed, _ = asked(PII, chat("hi", stream=True))
    opened, _ = asked(PII, chat("hi", stream=True), fail_mode="allow")

    shut, flow = play(closed, data)
    passed, _ = play(opened, data)

    assert flow.is_unreadable
    assert b"nonsense" not in shut
    assert passed == data


@pytest.mark.parametrize("keep", ["masked", "sealed"])
def test_kept_text_is_what_left(keep):
    exchange = make_exchange({**PII, "audit-logger": {"keep": keep}}, chat(f"I am {EMAIL}", stream=True))
    exchange.ask()

    _, flow = play(exchange, sse(chat_chunks(["hello <EMAIL", "_1>!"])))

    assert [span.text for span in flow.kept()] == [f"hello {EMAIL}!"]
