"""A proof is the audit log's entry, or a look that finds nothing; never a look that finds it."""

from datetime import UTC, datetime, timedelta

import pytest

from watchgate.remediation.model import Action, Kind, Target
from watchgate.remediation.ports import Presence, Seen
from watchgate.remediation.verification.evidence import ACTIONS, own_call
from watchgate.remediation.verification.judging import Case, Look, judge

DONE = datetime(2026, 11, 23, 12, tzinfo=UTC)
UNTIL = DONE + timedelta(hours=48)
SOON = DONE + timedelta(minutes=1)
CALL = own_call(
    "e1",
    SOON,
    "sk-...wxyz",
    {"action": "DELETE_GPT", "action_result": "SUCCESS", "action_data": {"gpt_id": "g-1"}},
)


def judged(look=None, *, at=SOON, action=Action.DELETE, was_gone=False, **more):
    seen = Look(look if isinstance(look, Seen) else Seen(look), SOON) if look else None
    return judge(Case(action, was_gone, DONE, UNTIL, look=seen, **more), at)


def test_both_proofs_settle_it():
    finding = judged(Presence.GONE, audit_log=CALL)

    assert (finding.state, finding.due_at) == ("verified", None)
    assert finding.verification == {
        "result": "verified",
        "audit_log": {
            "event_id": "e1",
            "action": "DELETE_GPT",
            "occurred_at": "2026-11-23T12:01:00.000000Z",
            "actor": "sk-...wxyz",
        },
        "re_read": {"presence": "gone", "at": "2026-11-23T12:01:00.000000Z", "note": ""},
        "own_copy": None,
        "reason": None,
        "checked_at": "2026-11-23T12:01:00.000000Z",
        "until": "2026-11-25T12:00:00.000000Z",
    }


def test_one_proof_is_enough_and_the_other_is_waited_for():
    by_look = judged(Presence.GONE)
    by_entry = judged(None, audit_log=CALL)

    assert (by_look.state, by_entry.state) == ("verified", "verified")
    assert by_look.due_at is not None
    assert by_entry.due_at is not None


def test_what_cannot_be_looked_at_is_settled_by_the_entry():
    finding = judged(Presence.UNKNOWN, audit_log=CALL)

    assert (finding.state, finding.due_at) == ("verified", None)


def test_what_is_still_there_is_never_verified():
    assert judged(Presence.THERE, audit_log=CALL).state is None
    late = judged(Presence.THERE, audit_log=CALL, at=UNTIL)

    assert (late.state, late.due_at) == ("not_verifiable", None)
    assert "still there" in late.verification["reason"]


@pytest.mark.parametrize("look", [None, Presence.UNKNOWN])
def test_without_any_proof_it_is_waited_for_and_then_said(look):
    early, late = judged(look), judged(look, at=UNTIL)

    assert early.state is None
    assert early.verification["result"] == "waiting"
    assert SOON < early.due_at <= UNTIL
    assert late.state == "not_verifiable"
    assert "no entry" in late.verification["reason"]


def test_what_was_gone_before_is_proven_by_a_look_alone_or_not_at_all():
    assert judged(Presence.GONE, was_gone=True).due_at is None
    assert judged(Presence.UNKNOWN, was_gone=True).state == "not_verifiable"
    assert judged(None, was_gone=True).state is None


def test_isolation_is_proven_by_what_is_shared():
    isolated = Seen(Presence.THERE, about={"is_isolated": True})
    shared = Seen(Presence.THERE, about={"is_isolated": False})

    assert judged(isolated, action=Action.ISOLATE).state == "verified"
    assert judged(shared, action=Action.ISOLATE, audit_log=CALL).state is None
    assert judged(Presence.THERE, action=Action.ISOLATE, audit_log=CALL).state == "verified"


def test_the_looks_become_rarer():
    waits = [
        judged(None, at=DONE + timedelta(minutes=minutes)).due_at - DONE - timedelta(minutes=minutes)
        for minutes in (0, 10, 60, 600, 1200)
    ]

    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=10)
    assert waits[-1] == timedelta(hours=3)


def audit(action, data, result="SUCCESS"):
    return own_call("e1", DONE, "k", {"action": action, "action_result": result, "action_data": data})


def test_an_entry_tells_of_one_object_and_one_action():
    call = audit("DELETE_GPT", {"gpt_id": "g-1"})

    assert call.tells_of(Action.DELETE, Target(Kind.GPT, "g-1"))
    assert not call.tells_of(Action.ISOLATE, Target(Kind.GPT, "g-1"))
    assert not call.tells_of(Action.DELETE, Target(Kind.GPT, "g-2"))
    assert not call.tells_of(Action.DELETE, Target(Kind.PROJECT, "g-1"))


def test_the_entry_of_a_message_is_that_of_its_conversation():
    call = audit("DELETE_CONVERSATION", {"conversation_id": "c1"})

    assert call.tells_of(Action.REDACT, Target(Kind.MESSAGE, "m1", "user-1", "c1"))
    assert call.tells_of(Action.DELETE, Target(Kind.CONVERSATION, "c1", "user-1"))


@pytest.mark.parametrize(
    ("action", "data", "result"),
    [
        ("DELETE_GPT", {"gpt_id": "g-1"}, "ERROR"),
        ("DELETE_GPT", {"gpt_id": "g-1"}, "BLOCKED"),
        ("DELETE_GPT", None, "SUCCESS"),
        ("GET_GPT_INFO", {"gpt_id": "g-1"}, "SUCCESS"),
    ],
)
def test_what_did_not_succeed_or_changed_nothing_proves_nothing(action, data, result):
    assert audit(action, data, result) is None


def test_every_kind_and_action_has_its_entry():
    assert len(ACTIONS) == 18
