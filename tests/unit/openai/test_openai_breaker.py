"""Does the breaker open, rest, try once, and close?"""

from watchgate.openai.breaker import Breaker, Breakers


def broken(now=0.0):
    breaker = Breaker()
    for _ in range(5):
        assert breaker.wait_s(now) == 0
        breaker.failed(now)
    return breaker


def test_four_failures_in_a_row_change_nothing_the_fifth_opens():
    breaker = Breaker()
    for _ in range(4):
        breaker.failed(0.0)
    assert breaker.wait_s(0.0) == 0

    breaker.failed(0.0)
    assert breaker.wait_s(0.0) == 5


def test_a_success_between_failures_starts_the_count_anew():
    breaker = Breaker()
    for _ in range(4):
        breaker.failed(0.0)
    breaker.succeeded()
    for _ in range(4):
        breaker.failed(0.0)

    assert breaker.wait_s(0.0) == 0


def test_after_the_rest_one_attempt_is_let_through_and_the_others_wait():
    breaker = broken()

    assert breaker.wait_s(4.0) == 1
    assert breaker.wait_s(5.0) == 0
    assert breaker.wait_s(5.0) == 5


def test_a_failed_attempt_doubles_the_rest_up_to_a_bound():
    breaker, now, rests = broken(), 0.0, []
    for _ in range(8):
        now += breaker.wait_s(now)
        assert breaker.wait_s(now) == 0
        breaker.failed(now)
        rests.append(breaker.wait_s(now))

    assert rests == [10, 20, 40, 80, 120, 120, 120, 120]


def test_a_good_attempt_closes_it():
    breaker = broken()
    assert breaker.wait_s(5.0) == 0

    breaker.succeeded()

    assert [breaker.wait_s(5.0) for _ in range(3)] == [0, 0, 0]


def test_failures_of_what_was_sent_before_do_not_lengthen_the_rest():
    breaker = broken()

    for _ in range(20):
        breaker.failed(1.0)

    assert breaker.wait_s(1.0) == 4


def test_an_attempt_that_never_reports_back_does_not_lock_the_host():
    breaker = broken()
    assert breaker.wait_s(5.0) == 0  # and its task is cancelled

    assert breaker.wait_s(10.0) == 0


def test_each_host_has_its_own_and_their_number_is_bounded():
    breakers = Breakers()
    first = breakers.of("a:443")
    assert breakers.of("a:443") is first
    assert breakers.of("b:443") is not first

    for number in range(1000):
        breakers.of(f"host-{number}")

    assert len(breakers._by_host) <= 256
