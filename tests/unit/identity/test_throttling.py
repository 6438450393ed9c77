"""How long the next attempt waits, and who counts as the same."""

from datetime import timedelta

import pytest

from watchgate.identity.sessions.throttling import Counted, account, address, delay_after


def test_the_first_attempts_need_not_wait_then_each_waits_twice_as_long():
    waits = [delay_after(Counted.ACCOUNT, attempts).total_seconds() for attempts in range(1, 9)]

    assert waits == [0, 0, 0, 0, 1, 2, 4, 8]


@pytest.mark.parametrize("attempts", [100, 10**9])
def test_waiting_has_an_end(attempts):
    assert delay_after(Counted.ACCOUNT, attempts) == timedelta(minutes=5)
    assert delay_after(Counted.ADDRESS, attempts) == timedelta(minutes=15)


def test_an_account_is_the_same_however_its_name_is_written():
    assert account("Ada@Example.com") == account(" ada@example.COM")
    assert account("ada@example.com") != account("bob@example.com")


def test_a_network_of_ipv6_is_one_machine():
    assert address("2001:db8::1") == address("2001:db8::ffff:2")
    assert address("2001:db8::1") != address("2001:db8:0:1::1")
    assert address("::ffff:10.0.0.1") == address("10.0.0.1")
    assert address("10.0.0.1") != address("10.0.0.2")


def test_an_account_named_like_an_address_is_not_that_address():
    assert account("10.0.0.1").digest != address("10.0.0.1").digest


def test_what_is_counted_does_not_say_who_it_is():
    assert b"ada" not in account("ada@example.com").digest
    assert len(account("ada@example.com").digest) == 32
