"""In how many texts of other people does the person stand, by address or full name? Those are theirs, and stay; a plan says so.

Texts are not opened for it: what detection has found has a keyed fingerprint, and the person's has the same.
"""

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.findings.tables import finding
from watchgate.remediation.person.who import Who
from watchgate.storage.sealing import WorkspaceSealer

_ADDRESS, _NAME = "EMAIL_ADDRESS", "PERSON"


async def named_by_others(
    tx: AsyncConnection, workspace_id: UUID, sealer: WorkspaceSealer, person: Who
) -> int:
    """Messages, titles and files, each once."""
    values = [(_ADDRESS, form) for one in person.emails for form in {one, one.lower()}]
    values += [(_NAME, one) for one in person.names]
    if not values:
        return 0
    marks = [
        sealer.fingerprint(f"{entity}\0{value}".encode(errors="surrogatepass")) for entity, value in values
    ]
    c = finding.c
    assets = (
        select(c.asset_kind, c.asset_id)
        .where(
            c.workspace_id == workspace_id,
            c.entity.in_({entity for entity, _ in values}),
            c.fingerprint.in_(marks),
            or_(c.owner_id.is_(None), c.owner_id.not_in(person.user_ids)),
        )
        .distinct()
    )
    return (await tx.execute(select(func.count()).select_from(assets.subquery()))).scalar_one()
