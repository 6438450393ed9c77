"""What does a receipt say, to somebody who reads it? Its summary in sentences and rows; nothing that is not in it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Step = Mapping[str, Any]

_STEPS = {
    "remediation.planned": "Planned",
    "remediation.requested": "Asked for",
    "remediation.approved": "Approved",
    "remediation.emergency": "Carried out in an emergency, without approval",
    "remediation.acknowledged": "Emergency acknowledged",
    "remediation.started": "Begun",
    "remediation.cancelled": "Cancelled",
    "remediation.finished": "Carried out",
    "remediation.verified": "Verified",
    "person.erased": "What else there was of the person: erased",
    "person.not_erased": "What else there was of the person: not erased",
    "remediation.object_failed": "Failed",
    "remediation.object_held": "Kept by a legal hold",
    "remediation.object_verified": "Checked afterwards",
}
_DONE = {
    "delete": "Deleted",
    "redact": "Masked in our own copy",
    "isolate": "Sharing or publication taken back",
}
_ACTIONS = {"delete": "Deletion", "redact": "Redaction", "isolate": "Isolation"}
_RESULTS = {
    "verified": "verified",
    "not_verifiable": "not verifiable",
    "done": "done, not verified yet",
    "was_gone": "was gone before, not verified yet",
    "failed": "failed",
    "held": "kept by a legal hold",
}
ERASED = "(erased since; the ledger shows that it was there)"


@dataclass(frozen=True, slots=True)
class Told:
    """One step: when, what, by whom, and what else is to be said."""

    at: str
    what: str
    who: str
    more: Sequence[str]


@dataclass(frozen=True, slots=True)
class ToldObject:
    """One object: what it is, what became of it, and how."""

    number: int
    kind: str
    id: str
    result: str
    owner: str
    steps: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole receipt. `is_proven`: false while something waits for its proof."""

    title: str
    request: str
    workspace: str
    reason: str
    steps: Sequence[Told]
    objects: Sequence[ToldObject]
    logs: Sequence[tuple[str, str, str]]
    is_proven: bool


def told(receipt: Mapping[str, Any]) -> Story:
    """The story of a receipt."""
    summary = receipt["summary"]
    objects = [_object(one) for one in summary["objects"]]
    return Story(
        _title(summary, objects),
        str(summary["request"]),
        str(summary["workspace"]),
        _reason(summary["steps"]),
        [_told(step) for step in summary["steps"]],
        objects,
        [
            (name, log["public_key"], log["checkpoint"].strip())
            for name, log in sorted(receipt["logs"].items())
        ],
        receipt["pending"] == 0,
    )


def _title(summary: Mapping[str, Any], objects: Sequence[ToldObject]) -> str:
    whats = {step["what"] for step in summary["steps"]}
    if not objects:
        return "A person was not erased" if "person.not_erased" in whats else "Erasure of a person"
    action = _ACTIONS.get(str(summary["objects"][0]["action"]), "Remediation")
    count = objects[0].kind if len(objects) == 1 else f"{len(objects):,} objects"
    planned = next(
        (step.get("objects") for step in summary["steps"] if step["what"] == "remediation.planned"), None
    )
    is_part = isinstance(planned, int) and planned > len(objects)
    return f"{action}: {count}" + (f" (of {planned:,} that were planned)" if is_part else "")


def _reason(steps: Sequence[Step]) -> str:
    planned = next((step for step in steps if step["what"] == "remediation.planned"), None)
    if planned is None:
        return ""
    said = planned["said"]
    return ERASED if said == "erased" else str((said or {}).get("reason", ""))


def _object(one: Mapping[str, Any]) -> ToldObject:
    last = one["steps"][-1]
    result = str(last.get("result") or last.get("state"))
    said = next((step["said"] for step in one["steps"] if step["said"]), None)
    owner = ERASED if said == "erased" else str((said or {}).get("owner") or "")
    return ToldObject(
        int(one["number"]),
        str(one["kind"]).replace("_", " "),
        str(one["object"]),
        _RESULTS.get(result, result),
        owner,
        [_told(step, str(one["action"])) for step in one["steps"]],
    )


def _told(step: Step, action: str = "") -> Told:
    what = _STEPS.get(step["what"], str(step["what"]))
    if step["what"] == "remediation.object_done":
        what = "Was not there any more" if step.get("state") == "was_gone" else _DONE.get(action, "Done")
    if step["what"] == "person.erased" and step.get("is_complete") is False:
        what += ", but NOT COMPLETE"
    return Told(str(step["at"])[:19].replace("T", " ") + " UTC", what, _who(step), list(_more(step)))


def _who(step: Step) -> str:
    said = step["said"]
    name = said.get("by_name") if isinstance(said, Mapping) else None
    known = step.get("principal") or step.get("by")
    return f"{name} ({known})" if name and known else str(name or known or "")


def _more(step: Step) -> Iterator[str]:
    if step["said"] == "erased":
        yield f"What was written: {ERASED}"
    elif isinstance(step["said"], Mapping):
        yield from (
            f"{name.capitalize()}: {step['said'][name]}"
            for name in ("comment", "note", "why")
            if step["said"].get(name)
        )
    if step["what"] == "remediation.emergency" and isinstance(step["said"], Mapping):
        yield f"Reason: {step['said'].get('reason', '')}"
    if step.get("not_looked"):
        yield f"OpenAI could not be asked for: {', '.join(str(one) for one in step['not_looked'])}."
    if step.get("status") is not None:
        times = step.get("attempts")
        often = f" The request was sent {times} times." if isinstance(times, int) and times > 1 else ""
        yield f"OpenAI answered {step['status']} {_short(step.get('answer'))}".rstrip() + f".{often}"
    if step.get("removed"):
        rows = ", ".join(_counted(count, name) for name, count in step["removed"].items() if count)
        yield f"Our own copy: {rows or 'nothing was there'}."
    if step.get("rows"):
        yield "Rows: " + ", ".join(_counted(count, name) for name, count in step["rows"].items()) + "."
    if step.get("hold"):
        yield f"Hold: {step['hold']}"
    yield from _proofs(step)


def _proofs(step: Step) -> Iterator[str]:
    if step.get("result") == "not_verifiable" and step.get("reason"):
        yield f"Why: {step['reason']}"
    log, look, own = step.get("audit_log"), step.get("re_read"), step.get("own_copy")
    if log:
        yield f"The workspace's audit log: {log['action']} at {log['occurred_at']} by {log['actor']}, entry {log['event_id']}."
    if look:
        yield f"Looked for again at {look['at']}: {look['presence']}. {look.get('note') or ''}".strip()
    if own:
        yield f"Our own copy, looked for at {own['at']}: {_short(own['left']) if own['left'] else 'nothing is left'}."


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _counted(count: int, name: str) -> str:
    plain = name.replace("_", " ")
    return f"{count:,} {plain.removesuffix('s') if count == 1 else plain}"
