"""Who is meant, and what are they called here: by which ids, which addresses, which names?

Ids are theirs alone. An address or a name counts only while nobody else in the workspace has the same one: two people may
be called alike, and what is somebody else's stays.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.store.people import ids_of
from watchgate.catalog.tables import person

_IS_EMAIL = "@"


class Who(msgspec.Struct, frozen=True):
    """One person in one workspace. Never to be logged or kept unsealed."""

    user_ids: tuple[str, ...]
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Who {len(self.user_ids)} ids, {len(self.emails)} addresses, {len(self.names)} names>"


@dataclass(frozen=True, slots=True)
class _Called:
    emails: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


async def ids(tx: AsyncConnection, workspace_id: UUID, said: str) -> tuple[str, ...]:
    """The user ids that *said* (an id, or an address) means."""
    return tuple(sorted(await ids_of(tx, workspace_id, said)))


async def who(tx: AsyncConnection, workspace_id: UUID, user_ids: Collection[str], said: str = "") -> Who:
    """What these ids are called. *said*: what they were asked for by; an address is one of theirs."""
    c = person.c
    rows = (
        await tx.execute(
            select(c.email, c.name).where(c.workspace_id == workspace_id, c.user_id.in_(user_ids))
        )
    ).all()
    called = _Called({row.email for row in rows if row.email}, {row.name for row in rows if row.name})
    if _IS_EMAIL in said:
        called.emails.add(said)
    others = await _borne_by_others(tx, workspace_id, user_ids, called)
    return Who(
        tuple(sorted(user_ids)),
        tuple(sorted(one for one in called.emails if one.lower() not in others.emails)),
        tuple(sorted(one for one in called.names if one.lower() not in others.names)),
    )


async def _borne_by_others(
    tx: AsyncConnection, workspace_id: UUID, user_ids: Collection[str], called: _Called
) -> _Called:
    """Those of the addresses and names that somebody else has too, in lower case."""
    others = _Called()
    for column, ours, theirs in (
        (person.c.email, called.emails, others.emails),
        (person.c.name, called.names, others.names),
    ):
        query = (
            select(func.lower(column))
            .where(
                person.c.workspace_id == workspace_id,
                person.c.user_id.not_in(user_ids),
                func.lower(column).in_([one.lower() for one in ours]),
            )
            .distinct()
        )
        theirs.update((await tx.execute(query)).scalars())
    return others
