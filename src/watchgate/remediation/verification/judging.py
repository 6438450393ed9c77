"""What do the audit log and a look together say of an object: verified, still open, or not verifiable, and why?

audit log   look      says
entry       gone      verified
entry       unknown   verified: there is no way to look
none        gone      verified; the entry is still waited for
any         there     open; at the end of the time not verifiable: it is still there
none        unknown   open; at the end of the time not verifiable: nothing tells of it

What was gone before we asked has no entry of ours: the look alone counts, and without one it is not verifiable at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import rfc3339
from watchgate.remediation.model import Action, ObjectState
from watchgate.remediation.ports import Presence, Seen
from watchgate.remediation.verification.evidence import OwnCall

_SOONEST, _LATEST = timedelta(seconds=10), timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look has told, and when."""

    seen: Seen
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known. `was_gone`: it was not there when we first asked. `left`: of our own copy, if nothing was done upstream."""

    action: Action
    was_gone: bool
    done_at: datetime
    until: datetime
    audit_log: OwnCall | Mapping[str, Json] | None = None
    look: Look | None = None
    own_copy_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What to keep. `due_at` is None when there is nothing more to be found out."""

    state: ObjectState | None
    """None: not settled yet."""
    verification: Mapping[str, Json]
    due_at: datetime | None


def judge(case: Case, now: datetime) -> Finding:
    """What is known at *now*."""
    state, reason = _state(case, now)
    is_over = now >= case.until or state is ObjectState.NOT_VERIFIABLE or _is_complete(case)
    return Finding(state, _as_json(case, state, reason, now), None if is_over else _next(case, now))


def is_confirmed(action: Action, seen: Seen) -> bool:
    """Does the look say that what was to be done is done?"""
    if action is Action.ISOLATE:
        return seen.presence is Presence.GONE or seen.about.get("is_isolated") is True
    return seen.presence is Presence.GONE


def is_denied(action: Action, seen: Seen) -> bool:
    """Does the look say that it is not done?"""
    if action is Action.ISOLATE:
        return seen.about.get("is_isolated") is False
    return seen.presence is Presence.THERE


def _state(case: Case, now: datetime) -> tuple[ObjectState | None, str | None]:
    if case.own_copy_at is not None:
        return ObjectState.VERIFIED, None
    seen = case.look.seen if case.look else None
    if seen is not None and is_denied(case.action, seen):
        word = "still shared" if case.action is Action.ISOLATE else "still there"
        return _open(case, now, f"OpenAI has confirmed it, but it is {word}. Ask OpenAI's support.")
    if case.audit_log is not None or (seen is not None and is_confirmed(case.action, seen)):
        return ObjectState.VERIFIED, None
    if case.was_gone and seen is not None:
        reason = "It was gone before we asked, and OpenAI offers no way to look whether it is."
        return ObjectState.NOT_VERIFIABLE, reason
    return _open(
        case,
        now,
        "The workspace's audit log has no entry of it within the time that we look, and OpenAI offers no way to look itself.",
    )


def _open(case: Case, now: datetime, reason: str) -> tuple[ObjectState | None, str | None]:
    return (ObjectState.NOT_VERIFIABLE, reason) if now >= case.until else (None, None)


def _is_complete(case: Case) -> bool:
    """Is every proof there that there can be?"""
    if case.own_copy_at is not None:
        return True
    if case.look is None:
        return False
    if is_denied(case.action, case.look.seen):
        return False
    return case.audit_log is not None or (case.was_gone and is_confirmed(case.action, case.look.seen))


def _next(case: Case, now: datetime) -> datetime:
    wait = min(max((now - case.done_at) / 4, _SOONEST), _LATEST)
    return min(now + wait, case.until)


def _as_json(case: Case, state: ObjectState | None, reason: str | None, now: datetime) -> Mapping[str, Json]:
    result = {ObjectState.VERIFIED: "verified", ObjectState.NOT_VERIFIABLE: "not_verifiable", None: "waiting"}
    entry = case.audit_log.as_json() if isinstance(case.audit_log, OwnCall) else case.audit_log
    return {
        "result": result[state],
        "audit_log": dict(entry) if entry is not None else None,
        "re_read": _look_as_json(case) if case.look else None,
        "own_copy": {"at": rfc3339(case.own_copy_at), "left": {}} if case.own_copy_at else None,
        "reason": reason,
        "checked_at": rfc3339(now),
        "until": rfc3339(case.until),
    }


def _look_as_json(case: Case) -> dict[str, Json]:
    assert case.look is not None
    seen = case.look.seen
    about: dict[str, Json] = {
        "presence": seen.presence.value,
        "at": rfc3339(case.look.at),
        "note": seen.note,
    }
    return about | ({"about": dict(seen.about)} if case.action is Action.ISOLATE else {})
