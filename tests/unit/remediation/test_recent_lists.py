"""Is a list read as seldom as can be, and never believed where it may no longer be true?"""

import asyncio
from uuid import UUID

import pytest

from watchgate.openai.errors import TryAgain
from watchgate.remediation.model import Kind
from watchgate.remediation.upstream.recent_lists import Listed, RecentLists

NAME = (UUID(int=1), Kind.SKILL, None)
OTHER = (UUID(int=1), Kind.SKILL, "user-2")


class Shelf:
    """A list at OpenAI. `readings` counts how often it was read, the clock stands still unless it is moved."""

    def __init__(self, *ids, is_whole=True):
        self.ids, self.is_whole = set(ids), is_whole
        self.readings, self.now = 0, 100.0
        self.lists = RecentLists(seconds=lambda: self.now)

    async def read(self):
        self.readings += 1
        listed = Listed(frozenset(self.ids), self.is_whole)
        await asyncio.sleep(0)
        return listed

    async def has(self, one, name=NAME):
        return await self.lists.has(name, one, self.read)


async def test_one_reading_tells_of_many_that_are_gone():
    shelf = Shelf("a")

    assert [await shelf.has(one) for one in "bcd"] == [False] * 3
    assert shelf.readings == 1


async def test_who_asks_at_the_same_time_waits_for_one_reading():
    shelf = Shelf("a")

    assert await asyncio.gather(*(shelf.has("a") for _ in range(5))) == [True] * 5
    assert shelf.readings == 1


async def test_what_was_deleted_from_here_is_looked_for_anew():
    shelf = Shelf("a", "b")
    assert await shelf.has("a")

    shelf.ids.remove("a")
    shelf.lists.changed(NAME)

    assert await shelf.has("a") is False
    assert shelf.readings == 2


async def test_what_was_gone_before_stays_gone_without_another_reading():
    shelf = Shelf("a")
    assert await shelf.has("b") is False

    shelf.lists.changed(NAME)

    assert await shelf.has("b") is False
    assert shelf.readings == 1


async def test_a_change_while_the_list_is_being_read_counts_for_the_next_look():
    shelf = Shelf("a")

    async def read():
        listed = await shelf.read()
        shelf.ids.discard("a")
        shelf.lists.changed(NAME)
        return listed

    assert await shelf.lists.has(NAME, "a", read) is True
    assert await shelf.has("a") is False


@pytest.mark.parametrize(("later", "is_read_again"), [(4.9, False), (5.1, True)])
async def test_what_is_there_is_believed_for_some_seconds_only(later, is_read_again):
    shelf = Shelf("a")
    await shelf.has("a")

    shelf.now += later
    shelf.ids.remove("a")

    assert await shelf.has("a") is not is_read_again


@pytest.mark.parametrize(("later", "is_read_again"), [(29, False), (31, True)])
async def test_what_is_not_there_may_be_new_after_a_while(later, is_read_again):
    shelf = Shelf()
    await shelf.has("a")

    shelf.now += later
    shelf.ids.add("a")

    assert await shelf.has("a") is is_read_again


async def test_of_a_list_that_is_cut_what_it_lacks_is_unknown():
    shelf = Shelf("a", is_whole=False)

    assert await shelf.has("a") is True
    assert await shelf.has("b") is None


async def test_lists_of_others_are_read_on_their_own():
    shelf = Shelf("a")

    await shelf.has("a")
    await shelf.has("a", OTHER)

    assert shelf.readings == 2


async def test_a_reading_that_fails_leaves_nothing_behind():
    shelf = Shelf("a")
    await shelf.has("a")
    shelf.lists.changed(NAME)

    async def fail():
        raise TryAgain("Busy (503).", reason="server", status=503)

    with pytest.raises(TryAgain):
        await shelf.lists.has(NAME, "a", fail)

    assert await shelf.has("a") is True
    assert shelf.readings == 2


async def test_only_so_many_lists_are_kept():
    shelf = Shelf("a")

    for number in range(500):
        await shelf.has("a", (UUID(int=number), Kind.SKILL, None))

    assert len(shelf.lists._kept) <= 64
