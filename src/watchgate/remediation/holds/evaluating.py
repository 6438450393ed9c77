"""Which of these objects does a hold keep? What cannot be evaluated keeps everything it could mean."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.store.people import ids_of
from watchgate.catalog.tables import conversation, file, message
from watchgate.findings.tables import finding
from watchgate.remediation.holds.model import Hold, On
from watchgate.remediation.model import Kind, Target
from watchgate.remediation.query_json import filter_from
from watchgate.remediation.store.matching import conditions_of

log = logging.getLogger("watchgate.remediation")


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows of an object: everybody whose it may be, and the conversations it may stand in."""

    owners: frozenset[str]
    conversations: frozenset[str]


async def kept(
    tx: AsyncConnection, workspace_id: UUID, holds: Sequence[Hold], targets: Sequence[Target]
) -> Mapping[Target, str]:
    """Those of *targets* that one of *holds* keeps, with the first one's id."""
    if not holds or not targets:
        return {}
    known = await _known(tx, workspace_id, targets)
    found: dict[Target, str] = {}
    for hold in holds:
        open_ones = [target for target in targets if target not in found]
        for target in await _kept_by(tx, hold, open_ones, known):
            found[target] = hold.id
    return found


async def _kept_by(
    tx: AsyncConnection, hold: Hold, targets: Sequence[Target], known: Mapping[Target, Known]
) -> Sequence[Target]:
    subject = hold.subject
    if subject is None:
        return targets  # its key is gone, and with it what it was on
    match subject.on:
        case On.PERSON:
            assert subject.named is not None
            name = subject.named.reveal()
            people = {name, *await ids_of(tx, hold.workspace_id, name)}
            return [target for target in targets if not known[target].owners.isdisjoint(people)]
        case On.CONVERSATION:
            assert subject.named is not None
            held = subject.named.reveal()
            return [target for target in targets if held in known[target].conversations]
        case On.QUERY:
            return await _found_by(tx, hold, targets, known)


async def _found_by(
    tx: AsyncConnection, hold: Hold, targets: Sequence[Target], known: Mapping[Target, Known]
) -> Sequence[Target]:
    assert hold.subject is not None
    try:
        wanted = filter_from(hold.workspace_id, hold.subject.query or {})
    except (ValueError, KeyError, TypeError):
        log.exception("holds.cannot_evaluate: %s keeps everything", hold.id)
        return targets
    conditions = await conditions_of(tx, hold.workspace_id, wanted)
    if conditions is None:
        return []
    conversations = {one for target in targets for one in known[target].conversations}
    assets = {target.id for target in targets}
    columns = (finding.c.asset_id, finding.c.conversation_id)
    query = select(*columns).where(
        *conditions, or_(finding.c.asset_id.in_(assets), finding.c.conversation_id.in_(conversations))
    )
    rows = (await tx.execute(query.distinct())).all()
    in_assets = {row.asset_id for row in rows}
    in_conversations = {row.conversation_id for row in rows}
    return [
        target
        for target in targets
        if target.id in in_assets or not known[target].conversations.isdisjoint(in_conversations)
    ]


async def _known(
    tx: AsyncConnection, workspace_id: UUID, targets: Sequence[Target]
) -> Mapping[Target, Known]:
    ids = {target.id for target in targets} | {target.parent_id for target in targets if target.parent_id}
    owners: dict[str, set[str]] = {}
    conversations: dict[str, set[str]] = {}
    for table, key, owner, inside in (
        (
            conversation,
            conversation.c.conversation_id,
            conversation.c.owner_id,
            conversation.c.conversation_id,
        ),
        (file, file.c.file_id, file.c.owner_id, file.c.conversation_id),
        (message, message.c.message_id, message.c.author_id, message.c.conversation_id),
        (message, message.c.conversation_id, message.c.author_id, message.c.conversation_id),
    ):
        query = select(key.label("id"), owner.label("owner"), inside.label("inside")).distinct()
        for row in await tx.execute(query.where(table.c.workspace_id == workspace_id, key.in_(ids))):
            owners.setdefault(row.id, set()).update({row.owner} - {None})
            conversations.setdefault(row.id, set()).update({row.inside} - {None})
    return {target: _of(target, owners, conversations) for target in targets}


def _of(target: Target, owners: Mapping[str, set[str]], conversations: Mapping[str, set[str]]) -> Known:
    whose = owners.get(target.id, set()) | ({target.owner_id} if target.owner_id else set())
    inside = set(conversations.get(target.id, set()))
    if target.kind is Kind.CONVERSATION:
        inside.add(target.id)
    if target.parent_id:
        whose = whose | owners.get(target.parent_id, set())
        inside |= conversations.get(target.parent_id, set()) | {target.parent_id}
    return Known(frozenset(whose), frozenset(inside))
