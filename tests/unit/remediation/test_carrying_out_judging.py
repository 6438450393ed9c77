"""What an answer means depends on whether we may have removed the object before."""

from datetime import timedelta

import pytest

from watchgate.openai.errors import Gone, NeedsAttention, TryAgain, Unexpected, Unsure
from watchgate.remediation.carrying_out.judging import (
    LAG_ATTEMPTS,
    MOST_ATTEMPTS,
    Again,
    Asked,
    Failed,
    Settled,
    Stopped,
    judge,
)
from watchgate.remediation.ports import Outcome

GONE = Outcome(404, {}, was_there=False)
BUSY = Unsure("The server failed (503).", reason="server", status=503)
LIMITED = TryAgain("Too many (429).", reason="rate_limited", after=timedelta(seconds=9), status=429)


def judged(answer, attempts=1, **more):
    return judge(answer, Asked(attempts, **more), 0.5)


def test_what_was_there_is_done():
    verdict = judged(Outcome(200, {"deleted": True, "id": "c1"}, was_there=True))

    assert (verdict.state, verdict.status, verdict.answer) == ("done", 200, {"deleted": True, "id": "c1"})


@pytest.mark.parametrize("answer", [GONE, Gone("Nothing there (404).", status=404)])
def test_a_404_is_ours_only_if_we_have_asked_before(answer):
    assert judged(answer).state == "was_gone"
    assert judged(answer, 2, is_unclear=True).state == "done"


def test_a_404_for_something_new_is_doubted_for_a_while():
    assert isinstance(judged(GONE, LAG_ATTEMPTS, is_recent=True), Again)
    assert judged(GONE, LAG_ATTEMPTS + 1, is_recent=True).state == "was_gone"
    assert judged(GONE, 2, is_recent=True, is_unclear=True).state == "done"


def test_an_answer_that_was_lost_makes_it_unclear_and_a_refusal_does_not():
    assert judged(BUSY).is_unclear
    assert not judged(LIMITED).is_unclear
    assert judged(LIMITED, 2, is_unclear=True).is_unclear


def test_a_refusal_waits_as_long_as_it_says_and_is_never_the_last_straw():
    verdict = judged(LIMITED, MOST_ATTEMPTS)

    assert (verdict.after, verdict.is_counted) == (timedelta(seconds=9), False)


def test_the_wait_grows_up_to_a_quarter_of_an_hour():
    waits = [judged(BUSY, attempt).after for attempt in range(1, MOST_ATTEMPTS)]

    assert waits == sorted(waits)
    assert waits[0] < timedelta(seconds=2)
    assert waits[-1] <= timedelta(minutes=15)


def test_there_is_an_end_to_it():
    verdict = judged(BUSY, MOST_ATTEMPTS)

    assert isinstance(verdict, Failed)
    assert verdict.status == 503


def test_what_only_a_person_can_mend_stops_the_request_and_says_how():
    verdict = judged(NeedsAttention("Refused (403).", "Grant the scope.", status=403))

    assert verdict == Stopped("Refused (403). Grant the scope.", is_unclear=False)


def test_an_answer_about_another_object_is_a_failure():
    assert judged(Unexpected("It names another object.", status=200)) == Failed(
        "It names another object.", 200
    )


def test_nothing_that_was_said_of_an_object_is_lost():
    assert judged(GONE, 2, is_unclear=True) == Settled(
        "done", 404, {}, "An earlier attempt of ours has taken effect."
    )
