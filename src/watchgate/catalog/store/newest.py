"""How is a page of the newest rows found among millions, in one workspace or in all?

Each workspace has its own range of the index; of several workspaces every one gives its first few rows, and the newest of
these are the page.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    false,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from watchgate.workspaces.tables import workspace


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before."""

    at: datetime
    workspace_id: UUID
    id: str


@dataclass(frozen=True, slots=True)
class Newest:
    """A table whose rows are listed by time, the newest first, then by workspace and id."""

    table: Table
    at: str
    id: str

    def page(
        self,
        workspace_id: UUID | None,
        conditions: Iterable[ColumnElement[bool]],
        after: After | None,
        limit: int,
        within: Collection[UUID] | None = None,
    ) -> Select[Any]:
        """Up to *limit* rows that meet *conditions*, from the first after *after*. None: of every workspace.

        *within*: only of these workspaces, even of those that are asked for.
        """
        columns = self.table.c
        query = select(self.table).where(*conditions)
        if after is not None:
            query = query.where(self._follows(after))
        query = query.order_by(columns[self.at].desc(), columns[self.id]).limit(limit)
        if workspace_id is not None:
            is_hidden = within is not None and workspace_id not in within
            return query.where(false() if is_hidden else columns.workspace_id == workspace_id)
        each = query.where(columns.workspace_id == workspace.c.id).lateral("each")
        rows = select(each).select_from(workspace).join(each, true())
        if within is not None:
            rows = rows.where(workspace.c.id.in_(within))
        return rows.order_by(each.c[self.at].desc(), each.c.workspace_id, each.c[self.id]).limit(limit)

    def within(self, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
        """Conditions on the time: from *since* on, before *until*."""
        at = self.table.c[self.at]
        conditions = []
        if since is not None:
            conditions.append(at >= since)
        if until is not None:
            conditions.append(at < until)
        return conditions

    def in_order(self, page: FromClause) -> list[ColumnElement[Any]]:
        """The order of a page, for a query around it."""
        return [page.c[self.at].desc(), page.c.workspace_id, page.c[self.id]]

    def _follows(self, after: After) -> ColumnElement[bool]:
        columns = self.table.c
        at = columns[self.at]
        here = tuple_(columns.workspace_id, columns[self.id])
        there = tuple_(literal(after.workspace_id), literal(after.id))
        # the first condition alone is the range that the index is entered at
        return and_(at <= after.at, or_(at < after.at, here > there))
