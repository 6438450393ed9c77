"""Who was seen in the workspaces?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, FromClause, Row, Select, and_, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.model import Person, PersonFilter
from watchgate.catalog.tables import person

_IS_EMAIL = "@"

Rows = Sequence[Row[Any]]


async def page(
    tx: AsyncConnection, wanted: PersonFilter, after: tuple[UUID, str] | None, limit: int
) -> list[Person]:
    """Up to *limit* people by workspace and user id, from the first after *after*."""
    query = select(person).order_by(person.c.workspace_id, person.c.user_id).limit(limit)
    if wanted.workspace_id is not None:
        query = query.where(person.c.workspace_id == wanted.workspace_id)
    if wanted.within is not None:
        query = query.where(person.c.workspace_id.in_(wanted.within))
    if wanted.email is not None:
        query = query.where(func.lower(person.c.email) == wanted.email.lower())
    if after is not None:
        query = query.where(
            tuple_(person.c.workspace_id, person.c.user_id) > tuple_(literal(after[0]), literal(after[1]))
        )
    return [Person(**row._asdict()) for row in await tx.execute(query)]


async def ids_of(tx: AsyncConnection, workspace_id: UUID | None, who: str) -> Sequence[str]:
    """The user ids that *who* (an id, or an e-mail address in any case of letters) means."""
    if _IS_EMAIL not in who:
        return [who]
    query = select(person.c.user_id).distinct().where(func.lower(person.c.email) == who.lower())
    if workspace_id is not None:
        query = query.where(person.c.workspace_id == workspace_id)
    return (await tx.execute(query)).scalars().all()


def owned_by(owner: ColumnElement[Any], ids: Sequence[str]) -> ColumnElement[bool]:
    """Is *owner* one of *ids*? With one of them the index keeps its order."""
    return owner == ids[0] if len(ids) == 1 else owner.in_(ids)


def with_owner_email(page: FromClause) -> Select[Any]:
    """A query for the rows of *page*, with the e-mail address of their owner as `owner_email`."""
    owner = and_(person.c.workspace_id == page.c.workspace_id, person.c.user_id == page.c.owner_id)
    return select(page, person.c.email.label("owner_email")).select_from(page.outerjoin(person, owner))


async def all_of(tx: AsyncConnection, query: Executable) -> Rows:
    """Every row of *query*, which is limited."""
    rows: Rows = (await tx.execute(query)).all()
    return rows
