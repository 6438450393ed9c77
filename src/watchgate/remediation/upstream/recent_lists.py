"""Does a list of OpenAI's have an object, without asking for the whole list for each of a hundred?

What a list has not is believed for half a minute: what was deleted never comes back. What it has is believed for some seconds
only, and not at all once something of the list was deleted from here.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from watchgate.remediation.model import Kind

Name = tuple[UUID, Kind, str | None]
"""Workspace, kind, and whose list it is."""
_MOST_KEPT = 64
_LACKS_FOR_S = 30.0
_HAS_FOR_S = 5.0


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it was read. Not `is_whole`: OpenAI has shown only a part of it."""

    ids: frozenset[str]
    is_whole: bool = True


@dataclass(slots=True)
class _Kept:
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    listed: Listed | None = None
    read_at: float = 0.0
    is_changed: bool = False


class RecentLists:
    """Lists that were read lately. Two who want the same one wait for one reading."""

    def __init__(self, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._kept: OrderedDict[Name, _Kept] = OrderedDict()

    async def has(self, name: Name, one: str, read: Callable[[], Awaitable[Listed]]) -> bool | None:
        """None when the part that was shown does not have it. Raises what *read* raises."""
        kept = self._entry(name)
        async with kept.reading:
            if kept.listed is None or not self._is_fresh(kept, one):
                kept.is_changed, started_at = False, self._seconds()
                kept.listed = None
                kept.listed, kept.read_at = await read(), started_at
            if one in kept.listed.ids:
                return True
            return False if kept.listed.is_whole else None

    def changed(self, name: Name) -> None:
        """Something of this list was, or may have been, deleted from here."""
        if (kept := self._kept.get(name)) is not None:
            kept.is_changed = True

    def _is_fresh(self, kept: _Kept, one: str) -> bool:
        age_s = self._seconds() - kept.read_at
        assert kept.listed is not None
        if one in kept.listed.ids:
            return age_s < _HAS_FOR_S and not kept.is_changed
        return age_s < _LACKS_FOR_S

    def _entry(self, name: Name) -> _Kept:
        kept = self._kept.setdefault(name, _Kept())
        self._kept.move_to_end(name)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return kept
