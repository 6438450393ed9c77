"""What a receipt says to somebody who reads it: no more than what was done, and no less."""

import pytest

from watchgate.remediation.receipts.page import page
from watchgate.remediation.receipts.pdf import pdf
from watchgate.remediation.receipts.telling import told

AT = "2026-11-23T11:07:55.000000Z"


def step(what, said=None, **more):
    return {"what": what, "at": AT, "said": said, **more}


def receipt(*steps, objects=1, action="delete", done=(), pending=0):
    done = done or (
        step("remediation.object_done", {"owner": "user-1"}, state="done", status=200, attempts=1),
    )
    named = [
        {
            "number": number + 1,
            "kind": "file",
            "object": f"file-{number}",
            "action": action,
            "steps": list(done),
        }
        for number in range(objects)
    ]
    summary = {"request": "rem_1", "workspace": "w", "steps": list(steps), "objects": named}
    return {
        "format": "watchgate-receipt/1",
        "summary": summary,
        "entries": [],
        "logs": {},
        "pending": pending,
    }


def whats(of):
    return [one.what for one in told(of).objects[0].steps]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("delete", "Deleted"),
        ("redact", "Masked in our own copy"),
        ("isolate", "Sharing or publication taken back"),
    ],
)
def test_what_was_done_is_called_what_it_was(action, said):
    assert whats(receipt(action=action)) == [said]


def test_what_was_not_there_was_not_deleted():
    assert whats(receipt(done=[step("remediation.object_done", state="was_gone")])) == [
        "Was not there any more"
    ]


def test_an_erasure_that_is_not_complete_says_so_and_what_was_not_looked_at():
    story = told(
        receipt(
            step("person.erased", is_complete=False, not_looked=["memories"], rows={"events": 2}), objects=0
        )
    )

    [one] = story.steps
    assert "NOT COMPLETE" in one.what
    assert "OpenAI could not be asked for: memories." in one.more


def test_a_person_who_was_not_erased_is_no_erasure():
    assert (
        told(receipt(step("person.not_erased", {"why": "A hold keeps it."}), objects=0)).title
        == "A person was not erased"
    )


def test_a_part_does_not_look_like_the_whole():
    planned = step("remediation.planned", {"by_name": "Ann", "reason": "Cards"}, objects=2500)

    assert told(receipt(planned)).title == "Deletion: file (of 2,500 that were planned)"
    assert told(receipt(step("remediation.planned", objects=1))).title == "Deletion: file"


def test_why_it_was_an_emergency_and_why_it_is_not_verifiable_is_told():
    emergency = step("remediation.emergency", {"by_name": "Eve", "reason": "It is on the news"})
    unverifiable = step(
        "remediation.object_verified", result="not_verifiable", reason="Nothing confirmed it."
    )
    story = told(receipt(emergency, done=[unverifiable]))

    assert story.steps[0].more == ["Reason: It is on the news"]
    assert story.objects[0].steps[0].more == ["Why: Nothing confirmed it."]
    assert story.objects[0].result == "not verifiable"


@pytest.mark.parametrize("made", [page, pdf])
def test_a_thousand_objects_and_any_letters_are_shown(made):
    hostile = step(
        "remediation.planned", {"by_name": "Ünal 請 <b>", "reason": "<script>alert(1)</script> żółw"}
    )

    shown = made(receipt(hostile, objects=1000, pending=3))

    assert len(shown) > 50_000
    assert b"<script>" not in (shown if isinstance(shown, bytes) else shown.encode())


def test_what_is_not_proven_is_said_loudly():
    assert "Not yet proven" in page(receipt(pending=1))
    assert "Not yet proven" not in page(receipt())
