"""What is not in the catalogue after thirty days is gone: the countdown begins with whatever is lacking."""

from datetime import UTC, datetime, timedelta

import pytest

from watchgate.ingest.loss import Alarm, StreamState, outlook

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def stream(**changes):
    state = {
        "event_type": "CONVERSATION_MESSAGE",
        "backfill_from": NOW - timedelta(days=30),
        "watermark": None,
        "last_polled_at": NOW - timedelta(minutes=5),
        "last_error": None,
        "listed": 0,
        "failed": 0,
        "settled": 10,
        "expired": 0,
        "events": 100,
        "duplicates": 0,
        "broken_lines": 0,
        "bytes_left": 0,
        "oldest_waiting": None,
    }
    return StreamState(**{**state, **changes})


def test_nothing_is_lacking():
    ahead = outlook(stream(), "Acme", NOW)

    assert (ahead.alarm, ahead.hours_left) == (Alarm.NONE, None)
    assert ahead.sentence == "conversation messages of workspace Acme: complete"


def test_a_file_that_waits_counts_down_from_its_own_end():
    waiting = NOW - timedelta(days=28, hours=7)

    ahead = outlook(stream(listed=1, oldest_waiting=waiting), "Acme", NOW)

    assert ahead.lost_at == waiting + timedelta(days=30)
    assert ahead.sentence == "conversation messages of workspace Acme: 41 h until loss"
    assert ahead.alarm is Alarm.URGENT


@pytest.mark.parametrize(
    ("changes", "alarm"),
    [
        ({"last_polled_at": NOW - timedelta(minutes=30)}, Alarm.NONE),
        ({"last_polled_at": NOW - timedelta(hours=5), "last_error": "401"}, Alarm.LATE),
        ({"last_polled_at": NOW - timedelta(days=28), "last_error": "401"}, Alarm.URGENT),
        ({"failed": 1, "oldest_waiting": NOW - timedelta(hours=3)}, Alarm.LATE),
        ({"listed": 1, "oldest_waiting": NOW - timedelta(hours=3)}, Alarm.NONE),
        ({"expired": 1}, Alarm.LOST),
        ({"expired": 1, "listed": 1, "oldest_waiting": NOW}, Alarm.LOST),
    ],
)
def test_how_worried_one_should_be(changes, alarm):
    assert outlook(stream(**changes), "Acme", NOW).alarm is alarm


def test_what_was_never_asked_for_counts_from_where_we_began():
    ahead = outlook(stream(last_polled_at=None, backfill_from=NOW - timedelta(days=30)), "Acme", NOW)

    assert ahead.hours_left == 0
