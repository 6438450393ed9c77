"""Whom does a rule's request concern, and what are they told? One notice for each owner of its objects."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.tables import person
from watchgate.kernel.content import Content
from watchgate.remediation import store as requests
from watchgate.remediation.notices.model import Channel, Facts
from watchgate.remediation.notices.service import Notices, To
from watchgate.remediation.proposal import spoken
from watchgate.remediation.request import Request, RequestObject
from watchgate.remediation.store import places
from watchgate.workspaces import store as workspaces

_MOST_OBJECTS = 1000


async def tell_owners(tx: AsyncConnection, notices: Notices, request: Request, channel: Channel) -> int:
    """Write the notices down, to be sent when the transaction is committed; how many are new."""
    objects = await requests.objects(tx, request.id, 0, _MOST_OBJECTS, None)
    by_owner: dict[str, list[RequestObject]] = defaultdict(list)
    for one in objects:
        by_owner[one.target.owner_id or ""].append(one)
    addresses = await _addresses(tx, request.workspace_id, list(by_owner))
    workspace = await workspaces.by_id(tx, request.workspace_id)
    known = await places.of(tx, request.workspace_id, [one.target for one in objects])
    told = 0
    for owner_id, theirs in by_owner.items():
        days = [known[one.target].last_at for one in theirs if one.target in known]
        facts = _facts(request, theirs, days, workspace.name if workspace else "", notices.contact)
        to = To(request.workspace_id, owner_id, addresses.get(owner_id))
        told += await notices.add(tx, request.id, to, channel, facts)
    return told


def _facts(
    request: Request, objects: Sequence[RequestObject], days: Sequence[datetime], workspace: str, contact: str
) -> Facts:
    entities: set[str] = set()
    for one in objects:
        by_entity = one.findings.get("by_entity")
        entities |= set(by_entity) if isinstance(by_entity, Mapping) else set()
    after = request.starts_after or request.created_at
    first, last = (min(days), max(days)) if days else (request.created_at, request.created_at)
    return Facts(
        workspace,
        request.action.value,
        dict(Counter(spoken(one.target.kind) for one in objects)),
        tuple(sorted(entities)),
        f"{first:%Y-%m-%d}",
        f"{last:%Y-%m-%d}",
        f"{after:%Y-%m-%d %H:%M} UTC",
        request.id,
        contact,
    )


async def _addresses(tx: AsyncConnection, workspace_id: UUID, owners: Sequence[str]) -> dict[str, Content]:
    query = select(person.c.user_id, person.c.email).where(
        person.c.workspace_id == workspace_id, person.c.user_id.in_(owners), person.c.email.is_not(None)
    )
    return {user_id: Content(email) for user_id, email in await tx.execute(query)}
