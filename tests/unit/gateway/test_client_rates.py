"""A bucket that holds a minute's worth: what it lets through, and how long the others wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.gateway.clients.rates import MAX_DEBT_NS, MINUTE_NS, put_right, take

NOW = 1_800_000_000 * 1_000_000_000


def play(per_minute, amounts_and_gaps):
    """How much was let through, at which times."""
    full_at, now, through = 0, NOW, []
    for amount, gap in amounts_and_gaps:
        now += gap
        full_at, wait = take(full_at, now, per_minute, amount)
        if not wait:
            through.append((now, amount))
    return through


def test_a_minutes_worth_at_once_then_one_at_a_time():
    full_at = 0
    for _ in range(60):
        full_at, wait = take(full_at, NOW, 60, 1)
        assert wait == 0

    full_at, wait = take(full_at, NOW, 60, 1)

    assert wait == pytest.approx(1_000_000_000, rel=0.01)
    assert take(full_at, NOW + wait, 60, 1)[1] == 0


def test_a_refusal_takes_nothing():
    full_at, _ = take(0, NOW, 1, 1)

    assert take(full_at, NOW, 1, 1)[0] == full_at


def test_more_than_a_minutes_worth_is_let_through_once_and_made_up_for():
    full_at, wait = take(0, NOW, 10, 100)
    assert wait == 0

    _, wait = take(full_at, NOW + MINUTE_NS, 10, 100)

    assert wait == 9 * MINUTE_NS


def test_a_clock_that_was_put_back_does_not_lock_out_for_long():
    _, wait = take(NOW + 365 * 86_400_000_000_000, NOW, 10, 1)

    assert 0 < wait <= MAX_DEBT_NS


def test_what_was_taken_too_much_is_given_back():
    full_at, _ = take(0, NOW, 100, 100)

    full_at = put_right(full_at, 100, -100)

    assert take(full_at, NOW, 100, 100)[1] == 0


@given(
    st.integers(1, 1000),
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 30_000_000_000)), min_size=1, max_size=100),
)
def test_never_more_than_the_bucket_and_what_has_flowed_into_it(per_minute, asked):
    asked = [(min(amount, per_minute), gap) for amount, gap in asked]
    through = play(per_minute, asked)

    for first, (began, _) in enumerate(through):
        total = 0
        for now, amount in through[first:]:
            total += amount
            assert total <= per_minute + (now - began) * per_minute / MINUTE_NS + 1e-3 * len(through) + 1e-6
