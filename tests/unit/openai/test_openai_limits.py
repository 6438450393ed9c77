"""Whose budget is drawn on, and does waiting for it behave?"""

import asyncio
from datetime import timedelta

import pytest

from watchgate.openai.errors import TryAgain
from watchgate.openai.limits import Limits, Rates
from watchgate.openai.routes import Kind, Route

LIST = Route("/things", Kind.LIST, "a key")
OTHER = Route("/others", Kind.LIST, "a key")
DOWNLOAD = Route("/things/{id}", Kind.LOG_DOWNLOAD, "a key")
NO_TIME = timedelta(0)


class Seconds:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


async def use_up(limits, key, route):
    """Ask without waiting until there is no more; how often that was."""
    for number in range(1000):
        try:
            await limits.turn(key, route, NO_TIME)
        except TryAgain:
            return number
    raise AssertionError("the budget never ended")


async def test_each_key_and_each_endpoint_has_its_own_budget():
    limits = Limits(Rates(list=50), seconds=Seconds())

    assert await use_up(limits, "sk-one", LIST) == 10
    assert await use_up(limits, "sk-one", LIST) == 0
    assert await use_up(limits, "sk-two", LIST) == 10
    assert await use_up(limits, "sk-one", OTHER) == 10


async def test_each_kind_has_its_own_rate():
    limits = Limits(Rates(list=50, log_download=25), seconds=Seconds())

    assert (await use_up(limits, "k", LIST), await use_up(limits, "k", DOWNLOAD)) == (10, 5)


async def test_the_defaults_are_those_of_the_contract():
    limits = Limits(seconds=Seconds())
    item = Route("/files/{id}", Kind.ITEM, "a key")

    used = [await use_up(limits, "k", route) for route in (LIST, item, DOWNLOAD)]

    assert used == [10, 20, 10]  # a fifth of 50, 100 and 50 at once


async def test_too_long_a_wait_is_refused_at_once_and_says_how_long():
    limits = Limits(seconds=Seconds())
    limits.refused("k", LIST, asked_at=200.0, after=timedelta(seconds=90))

    with pytest.raises(TryAgain) as failure:
        await limits.turn("k", LIST, timedelta(seconds=60))

    assert failure.value.reason == "rate_limited"
    assert failure.value.after >= timedelta(seconds=90)


async def test_who_waits_when_the_refusal_comes_waits_it_out_too():
    seconds = Seconds()
    limits = Limits(Rates(list=60_000), seconds=seconds)
    limits.refused("k", LIST, asked_at=0.0, after=timedelta(milliseconds=30))
    waiting = asyncio.create_task(limits.turn("k", LIST, timedelta(seconds=9)))
    await asyncio.sleep(0)

    limits.refused("k", LIST, asked_at=0.0, after=timedelta(seconds=5))
    await asyncio.sleep(0.06)
    assert not waiting.done()

    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_who_is_cancelled_while_waiting_gives_the_place_back():
    limits = Limits(Rates(list=5), seconds=Seconds())
    await limits.turn("k", LIST, NO_TIME)
    before = await refused_for(limits)

    waiting = asyncio.create_task(limits.turn("k", LIST, timedelta(hours=1)))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert waiting.cancelled()
    assert await refused_for(limits) == before


async def refused_for(limits):
    with pytest.raises(TryAgain) as failure:
        await limits.turn("k", LIST, NO_TIME)
    return failure.value.after


async def test_the_number_of_budgets_is_bounded():
    limits = Limits(Rates(list=5), seconds=Seconds())

    for number in range(5000):
        await limits.turn(f"key-{number}", LIST, NO_TIME)

    assert len(limits._buckets) <= 4096


async def test_no_key_can_be_read_out_of_the_limits():
    limits = Limits(seconds=Seconds())
    await limits.turn("sk-admin-planted", LIST, NO_TIME)

    assert "planted" not in repr(vars(limits))
