"""Does the budget hold, give way, and come back?"""

import math
from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.openai.bucket import Bucket


def asked_in(bucket, seconds, start=0.0):
    """The moments at which an eager client asks, within *seconds*."""
    now, moments = start, []
    while True:
        now += bucket.take(now)
        if now - start >= seconds:
            return moments
        moments.append(now)


@given(st.floats(min_value=5, max_value=1000))
def test_no_minute_ever_holds_more_than_the_budget(per_minute):
    moments = asked_in(Bucket(per_minute, 0.0), 180)

    for index, first in enumerate(moments):
        assert bisect_left(moments, first + 60) - index <= per_minute + 1e-6


def test_an_eager_client_gets_nearly_the_whole_budget():
    assert len(asked_in(Bucket(50, 0.0), 600)) >= 0.8 * 500


def test_a_share_may_go_out_at_once_and_the_rest_trickles():
    bucket = Bucket(50, 0.0)

    waits = [bucket.take(0.0) for _ in range(12)]

    assert waits[:10] == [0.0] * 10
    assert 0 < waits[10] < waits[11]


def test_a_refusal_pauses_everyone_and_halves_the_rate():
    bucket = Bucket(60, 0.0)

    bucket.refused(10.0, asked_at=10.0, pause_s=30)

    assert bucket.factor == 0.5
    assert bucket.paused_s(20.0) == 20.0
    assert bucket.wait_s(20.0) == 20.0
    assert len(asked_in(bucket, 60, start=40.0)) < 0.6 * 60


def test_a_volley_of_refusals_counts_once_and_the_longest_pause_holds():
    bucket = Bucket(60, 0.0)

    for pause_s in (5, 20, 1):
        bucket.refused(1.0, asked_at=0.5, pause_s=pause_s)

    assert bucket.factor == 0.5
    assert bucket.paused_s(1.0) == 20


def test_refusal_after_refusal_lowers_on_but_never_to_nothing():
    bucket = Bucket(60, 0.0)

    for second in range(1, 50):
        bucket.refused(float(second), asked_at=float(second), pause_s=0)

    assert 0 < bucket.factor < 0.1
    assert math.isfinite(bucket.wait_s(50.0))


def test_the_rate_recovers_slowly_and_not_during_the_pause():
    bucket = Bucket(60, 0.0)
    bucket.refused(0.0, asked_at=0.0, pause_s=100)

    bucket.wait_s(100.0)
    assert bucket.factor == 0.5
    bucket.wait_s(160.0)
    assert 0.5 < bucket.factor < 0.7
    bucket.wait_s(1000.0)
    assert bucket.factor == 1.0


def test_no_burst_gathers_during_a_pause():
    bucket = Bucket(600, 0.0)
    bucket.refused(0.0, asked_at=0.0, pause_s=60)

    assert bucket.take(60.0) == 0.0
    assert bucket.take(60.0) > 0.0


def test_a_place_that_is_given_back_can_be_taken_again():
    bucket = Bucket(5, 0.0)
    assert bucket.take(0.0) == 0.0
    bucket.give_back()

    assert bucket.take(0.0) == 0.0
    assert bucket.take(0.0) > 0.0


def test_without_a_limit_only_a_refusal_makes_wait():
    bucket = Bucket(math.inf, 0.0)

    assert [bucket.take(0.0) for _ in range(1000)] == [0.0] * 1000
    bucket.refused(1.0, asked_at=0.5, pause_s=3)
    assert bucket.take(2.0) == 2.0
    assert [bucket.take(4.0) for _ in range(1000)] == [0.0] * 1000


@pytest.mark.parametrize("per_minute", [0.5, 1, 2])
def test_even_the_smallest_budget_is_not_a_standstill(per_minute):
    bucket = Bucket(per_minute, 0.0)
    bucket.take(0.0)

    assert 0 < bucket.take(0.0) < 600
