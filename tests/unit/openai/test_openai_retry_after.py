"""How long do the forms of Retry-After ask us to wait?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.openai.backoff import Patience, delay_s, draw
from watchgate.openai.retry_after import retry_after

NOW = datetime(2026, 7, 16, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("12", 12),
        (" 7 ", 7),
        ("1.5", 1.5),
        ("99999999999", 3600),
        ("Thu, 16 Jul 2026 12:00:30 GMT", 30),
        ("Thu, 16 Jul 2026 14:00:30 +0200", 30),
        ("Thu, 16 Jul 2026 11:59:00 GMT", 0),
        ("Fri, 16 Jul 2027 12:00:00 GMT", 3600),
    ],
)
def test_a_wait_is_read_in_every_form_and_bounded(value, seconds):
    assert retry_after(value, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value", [None, "", "soon", "-5", "nan", "inf", "1e999", "Thu, 99 Jul 2026", "12; 13"]
)
def test_what_cannot_be_read_asks_for_no_particular_wait(value):
    assert retry_after(value, NOW) is None


@given(st.text(max_size=40))
def test_no_header_breaks_us_or_makes_us_wait_long(value):
    wait = retry_after(value, NOW)
    assert wait is None or timedelta(0) <= wait <= timedelta(hours=1)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_a_delay_is_never_longer_than_the_longest(attempt, chance):
    assert 0 <= delay_s(attempt, Patience(), chance) < Patience().longest_delay_s


def test_delays_grow_with_each_attempt_and_are_drawn_from_the_whole_range():
    patience = Patience(first_delay_s=1, longest_delay_s=20)

    assert [delay_s(attempt, patience, 0.5) for attempt in range(6)] == [0.5, 1, 2, 4, 8, 10]
    assert delay_s(3, patience, 0.0) == 0


def test_draws_lie_between_nothing_and_one_and_differ():
    drawn = {draw() for _ in range(100)}
    assert len(drawn) > 90
    assert all(0 <= one < 1 for one in drawn)
