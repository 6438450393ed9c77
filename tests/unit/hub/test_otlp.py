"""How does a run look to OpenTelemetry? As a span of OTLP's JSON encoding, the same one each time, with nobody's name in it."""

import json

from watchgate.hub.usage.otlp import line_of

RUN = {
    "workspace_id": None,
    "skill_id": "incident.postmortem",
    "version": "1.2.0",
    "person": "user-1",
    "surface": "gpt",
    "model": "gpt-5-5",
    "conversation_id": "c1",
    "run_id": None,
    "started_at": "2026-11-16T12:00:00.000001Z",
    "ended_at": "2026-11-16T12:00:02.500000Z",
    "outcome": "error",
    "input_tokens": 10,
    "output_tokens": None,
    "reported_microusd": None,
    "estimated_microusd": None,
    "allocated_microusd": 40_000,
}


def span(**changed):
    return json.loads(line_of(RUN | changed))["resourceSpans"][0]["scopeSpans"][0]["spans"][0]


def test_a_run_is_a_span():
    found = span()

    assert (len(found["traceId"]), len(found["spanId"])) == (32, 16)
    assert found["startTimeUnixNano"] == "1794830400000001000"
    assert int(found["endTimeUnixNano"]) - int(found["startTimeUnixNano"]) == 2_499_999_000
    assert found["status"] == {"code": 2}
    values = {one["key"]: one["value"] for one in found["attributes"]}
    assert values["gen_ai.request.model"] == {"stringValue": "gpt-5-5"}
    assert values["gen_ai.usage.input_tokens"] == {"intValue": "10"}
    assert "gen_ai.usage.output_tokens" not in values


def test_it_is_the_same_span_each_time_and_another_run_is_another():
    assert span()["traceId"] == span(outcome="success", person=None)["traceId"]
    assert span()["traceId"] != span(conversation_id="c2")["traceId"]


def test_nobody_stands_in_it():
    assert "user-1" not in line_of(RUN)
