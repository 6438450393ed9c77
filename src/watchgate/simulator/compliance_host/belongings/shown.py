"""Which objects does one page of a list hold? Those behind an id or an opaque cursor; deleted ones are left out, and still lead on."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request, not_found
from watchgate.simulator.compliance_host.people import person_of
from watchgate.simulator.population.model import Belonging


@dataclass(frozen=True, slots=True)
class Page:
    shown: Sequence[Belonging]
    has_more: bool

    @property
    def last_id(self) -> str:
        return self.shown[-1].id if self.shown else ""

    @property
    def cursor(self) -> str | None:
        """Where the next page begins; None behind the last one."""
        return cursor_of(self.last_id) if self.has_more else None


def is_there(asked: ComplianceCall, thing: Belonging) -> bool:
    """Has it been made by now, and not been deleted since?"""
    return thing.made_at <= asked.now and not asked.workspace.deletions.is_gone(thing.kind, thing.id)


def the_one(asked: ComplianceCall, kind: str, part: str) -> Belonging:
    """The object that the path names; of the person that it names, if it does. Raises ApiError."""
    found = asked.workspace.keeper.find(kind, asked.part(part))
    if "user_id" in asked.call.path_params:
        owner = person_of(asked)
        found = found if found and found.owner_id == owner.user_id else None
    if found is None or not is_there(asked, found):
        raise not_found(kind.replace("_", " ").capitalize())
    return found


def of_person(asked: ComplianceCall, kind: str) -> list[Belonging]:
    """All that the person of the path ever had of *kind*, the oldest first. Raises ApiError."""
    owner = person_of(asked)
    return oldest_first(asked, kind, owner.user_id)


def oldest_first(asked: ComplianceCall, kind: str, owner_id: str | None = None) -> list[Belonging]:
    """All there ever were of *kind*, or those of one owner."""
    everybodys = asked.workspace.keeper.all(kind)
    owned = (each for each in everybodys if owner_id is None or each.owner_id == owner_id)
    return sorted(owned, key=lambda each: (each.made_at, each.id))


def newest_change_first(asked: ComplianceCall, kind: str) -> list[Belonging]:
    return sorted(asked.workspace.keeper.all(kind), key=lambda each: (each.changed_at, each.id), reverse=True)


def page_of(asked: ComplianceCall, things: Sequence[Belonging], *, behind: str | None, limit: int) -> Page:
    """At most *limit* of *things* that are there, behind the one with the id *behind*. Raises ApiError."""
    if "object-short-page" in asked.faults:
        limit = max(1, limit // 2)
    left = [each for each in things[_start(things, behind) :] if is_there(asked, each)]
    return Page(left[:limit], has_more=len(left) > limit)


def behind_cursor(text: str | None) -> str | None:
    """The id that a cursor of ours stands for. Raises ApiError."""
    if not text:
        return None
    try:
        return base64.b64decode(text, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise bad_request("cursor is not one that this list gave out.") from error


def _start(things: Sequence[Belonging], behind: str | None) -> int:
    if not behind:
        return 0
    ids = [each.id for each in things]
    if behind not in ids:
        raise bad_request("There is no such place in this list: begin again without after or cursor.")
    return ids.index(behind) + 1


def cursor_of(object_id: str) -> str:
    """What stands for an id, so that nobody makes one up."""
    return base64.urlsafe_b64encode(object_id.encode()).decode()
