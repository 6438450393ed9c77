"""How does a run look to OpenTelemetry? A span, in the JSON encoding of OTLP, one request a line: the collector's `otlpjsonfile` receiver
reads such files. Attributes by the semantic conventions for generative AI where they have a name (`gen_ai.…`); no person in them.

The ids are digests of the run's own, so the same run is the same span, whoever exports it and how often.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

SCOPE = "watchgate.hub"
_INTERNAL = 1
_STATUS = {"success": 1, "error": 2}
"""STATUS_CODE_OK and STATUS_CODE_ERROR; what nobody knows is unset (0)."""
_TEXTS = {
    "skill_id": "watchgate.skill.id",
    "version": "watchgate.skill.version",
    "surface": "watchgate.surface",
    "model": "gen_ai.request.model",
    "conversation_id": "gen_ai.conversation.id",
}
_NUMBERS = {
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
    "reported_microusd": "watchgate.cost.reported_microusd",
    "estimated_microusd": "watchgate.cost.estimated_microusd",
    "allocated_microusd": "watchgate.cost.allocated_microusd",
}


def line_of(run: Mapping[str, Any]) -> str:
    """An `ExportTraceServiceRequest` with one span."""
    resource = {"attributes": [_text("service.name", "watchgate")]}
    scoped = {"scope": {"name": SCOPE}, "spans": [_span(run)]}
    return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [scoped]}]}, ensure_ascii=False)


def _span(run: Mapping[str, Any]) -> Mapping[str, Any]:
    key = json.dumps(
        [run[name] for name in ("workspace_id", "skill_id", "conversation_id", "run_id", "started_at")]
    )
    digest = sha256(key.encode()).hexdigest()
    return {
        "traceId": digest[:32],
        "spanId": digest[32:48],
        "name": f"skill {run['skill_id']}",
        "kind": _INTERNAL,
        "startTimeUnixNano": _nanoseconds(run["started_at"]),
        "endTimeUnixNano": _nanoseconds(run["ended_at"]),
        "attributes": list(_attributes(run)),
        "status": {"code": _STATUS.get(run["outcome"], 0)},
    }


def _attributes(run: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name, called in _TEXTS.items():
        if run[name]:
            yield _text(called, run[name])
    for name, called in _NUMBERS.items():
        if run[name] is not None:
            yield {"key": called, "value": {"intValue": str(run[name])}}


def _text(key: str, value: str) -> Mapping[str, Any]:
    return {"key": key, "value": {"stringValue": value}}


def _nanoseconds(moment: str) -> str:
    """Whole microseconds, exactly: a float would round."""
    found = datetime.fromisoformat(moment)
    return str((int(found.timestamp()) * 1_000_000 + found.microsecond) * 1000)
