"""Where in its messages was something found? What the catalogue masks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.masking import Span
from watchgate.catalog.ports import VersionKey
from watchgate.findings.model import AssetKind
from watchgate.findings.tables import finding

_DEFAULT_PART = "content"


async def spans_of(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, versions: Collection[VersionKey]
) -> Mapping[VersionKey, Sequence[Span]]:
    """The spans of the stored findings in these versions of messages of one conversation; without those that have none."""
    if not versions:
        return {}
    part = finding.c.explanation["part"].astext.label("part")
    times = [occurred_at for _, occurred_at in versions]
    query = select(
        finding.c.asset_id, finding.c.asset_at, finding.c.start, finding.c.end, finding.c.entity, part
    ).where(
        finding.c.workspace_id == workspace_id,
        finding.c.conversation_id == conversation_id,
        finding.c.asset_kind == AssetKind.MESSAGE.value,
        finding.c.asset_at.between(min(times), max(times)),
        finding.c.asset_id.in_({message_id for message_id, _ in versions}),
    )
    found: defaultdict[VersionKey, list[Span]] = defaultdict(list)
    for asset_id, at, start, end, entity, name in await tx.execute(query):
        if (asset_id, at) in versions:
            found[asset_id, at].append(Span(start, end, entity, name or _DEFAULT_PART))
    return found
