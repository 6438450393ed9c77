"""Which files were attached, the newest first?"""

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.model import FileFilter
from watchgate.catalog.store.newest import After, Newest
from watchgate.catalog.store.people import Rows, all_of, ids_of, owned_by, with_owner_email
from watchgate.catalog.tables import file

NEWEST = Newest(file, "first_seen_at", "file_id")


async def page(tx: AsyncConnection, wanted: FileFilter, after: After | None, limit: int) -> Rows:
    """Up to *limit* files that were *wanted*, with `name_sealed` and `owner_email`."""
    conditions = _conditions(wanted)
    if wanted.person is not None:
        owners = await ids_of(tx, wanted.workspace_id, wanted.person)
        if not owners:
            return []
        conditions.append(owned_by(file.c.owner_id, owners))
    found = NEWEST.page(wanted.workspace_id, conditions, after, limit, wanted.within).subquery()
    return await all_of(tx, with_owner_email(found).order_by(*NEWEST.in_order(found)))


def _conditions(wanted: FileFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.conversation_id is not None:
        conditions.append(file.c.conversation_id == wanted.conversation_id)
    if wanted.state is not None:
        conditions.append(file.c.state == wanted.state)
    if wanted.has_findings is not None:
        conditions.append(file.c.finding_count > 0 if wanted.has_findings else file.c.finding_count == 0)
    return conditions
