"""What did people write about the person: in reasons, in comments, in legal holds that were released? It stays, without the name.

What stands in the person's own requests can be about nobody else: there a first or a last name alone is taken out as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.person.naming import Naming
from watchgate.storage.sealing import WorkspaceSealer


@dataclass(frozen=True, slots=True)
class _Place:
    """Sealed texts: how they are found (`id`, `request_id`, `sealed`) and written, and what the seal is bound to."""

    prefix: bytes
    found: TextClause
    written: TextClause
    suffix: bytes = b""

    def context(self, id_: str) -> bytes:
        return self.prefix + id_.encode() + self.suffix


def _of_hold(what: str) -> _Place:
    """One of the texts of legal holds."""
    column = f"{what}_sealed"
    return _Place(
        b"hold:",
        text(
            f"SELECT id, '' AS request_id, {column} AS sealed FROM legal_hold"  # noqa: S608 -- our own words
            f" WHERE workspace_id = :workspace AND {column} IS NOT NULL AND id > :after ORDER BY id LIMIT :limit"
        ),
        text(f"UPDATE legal_hold SET {column} = :sealed WHERE id = :id"),  # noqa: S608 -- as above
        f":{what}".encode(),
    )


_PLACES: Sequence[_Place] = (
    _Place(
        b"reason:",
        text(
            "SELECT id, id AS request_id, reason_sealed AS sealed FROM remediation_request"
            " WHERE workspace_id = :workspace AND id > :after ORDER BY id LIMIT :limit"
        ),
        text("UPDATE remediation_request SET reason_sealed = :sealed WHERE id = :id"),
    ),
    _Place(
        b"comment:",
        text(
            "SELECT c.id, c.request_id, c.text_sealed AS sealed FROM remediation_comment c"
            " JOIN remediation_request r ON r.id = c.request_id"
            " WHERE r.workspace_id = :workspace AND c.id > :after ORDER BY c.id LIMIT :limit"
        ),
        text("UPDATE remediation_comment SET text_sealed = :sealed WHERE id = :id"),
    ),
    _Place(
        b"rule:",
        text(
            "SELECT id, '' AS request_id, reason_sealed AS sealed FROM remediation_rule"
            " WHERE workspace_id = :workspace AND id > :after ORDER BY id LIMIT :limit"
        ),
        text("UPDATE remediation_rule SET reason_sealed = :sealed WHERE id = :id"),
    ),
    *(_of_hold(what) for what in ("subject", "reason", "case", "release")),
)
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Named:
    """What names the person in any text, and in those of their own requests."""

    anywhere: Naming
    in_own: Naming
    own_requests: frozenset[str]


async def take_out(tx: AsyncConnection, workspace_id: UUID, sealer: WorkspaceSealer, named: Named) -> int:
    """How many texts named the person."""
    return sum([await _take_out(tx, place, workspace_id, sealer, named) for place in _PLACES])


async def _take_out(
    tx: AsyncConnection, place: _Place, workspace_id: UUID, sealer: WorkspaceSealer, named: Named
) -> int:
    count, after = 0, ""
    while True:
        asked = {"workspace": workspace_id, "after": after, "limit": _AT_ONCE}
        rows = (await tx.execute(place.found, asked)).all()
        for row in rows:
            context = place.context(row.id)
            before = sealer.open(bytes(row.sealed), context=context).decode()
            naming = named.in_own if row.request_id in named.own_requests else named.anywhere
            now = naming.without(before)
            if now != before:
                sealed = sealer.seal(now.encode(), context=context)
                await tx.execute(place.written, {"id": row.id, "sealed": sealed})
                count += 1
        if len(rows) < _AT_ONCE:
            return count
        after = rows[-1].id
