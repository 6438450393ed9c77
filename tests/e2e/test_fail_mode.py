"""A policy that cannot look: nothing passes, or it passes and is recorded as not scanned."""

import pytest

from e2e.asking import WAY_NAMES, WAYS, ask, entries

# A content filter gives up on a text with more matches than it may count: a real failure, no mock of one.
POLICY = {"content-filter": {"words": ["a"], "action": "redact"}}
TOO_MUCH = "a " * 120_000


@pytest.fixture(scope="module")
def closed(start_gateway):
    return start_gateway(POLICY)


@pytest.fixture(scope="module")
def opened(start_gateway):
    return start_gateway(POLICY, "--fail-mode", "allow")


@pytest.mark.parametrize("way", WAYS, ids=WAY_NAMES)
def test_a_request_that_a_policy_cannot_judge_is_refused(closed, simulator, way):
    outcome = ask(closed, way, TOO_MUCH)

    [(entry, _)] = entries(closed, outcome.exchange, "exchange.request")
    assert (outcome.end, outcome.code) == ("refused", "policy_error")
    assert simulator.requests() == []
    assert "content-filter" in entry["failures"]


@pytest.mark.parametrize("way", WAYS, ids=WAY_NAMES)
def test_or_forwarded_and_recorded_as_not_scanned(opened, simulator, way):
    simulator.script({"match": {}, "reply": {"text": "fine"}})

    outcome = ask(opened, way, TOO_MUCH)

    [(entry, payload)] = entries(opened, outcome.exchange, "exchange.request")
    assert outcome.text == "fine"
    assert entry["verdict"] == "not_scanned"
    assert "content-filter raised" in payload["coverage"]["not_scanned"][0]["why"]


@pytest.mark.parametrize("way", WAYS, ids=WAY_NAMES)
def test_an_answer_that_a_policy_cannot_judge_does_not_arrive(closed, simulator, way):
    simulator.script({"match": {}, "reply": {"chunks": ["Well: ", TOO_MUCH]}})

    outcome = ask(closed, way, "Hello")

    assert outcome.end == ("content_filter" if way[1] else "refused")
    assert "a a a" not in outcome.text
