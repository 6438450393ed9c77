"""What do all holds keep together? For whoever removes without being asked: retention."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.store.people import ids_of
from watchgate.catalog.tables import conversation, message
from watchgate.findings.tables import finding
from watchgate.ingest.kept import Kept
from watchgate.remediation.holds import store
from watchgate.remediation.holds.model import Hold, On
from watchgate.remediation.query_json import filter_from
from watchgate.remediation.store.matching import conditions_of
from watchgate.storage.sealing import Keyring

log = logging.getLogger("watchgate.remediation")
_EVERYTHING = Kept(is_everything=True)


@dataclass(frozen=True, slots=True)
class Keeping:
    """`ingest.kept.Keeps`, from the holds in the database."""

    keyring: Keyring

    async def __call__(self, tx: AsyncConnection) -> Mapping[UUID, Kept]:
        """By workspace. Until *tx* ends nobody places another hold in one that has some."""
        kept: dict[UUID, Kept] = {}
        for workspace_id in sorted(await store.workspaces_under_hold(tx)):
            await store.ask_lock(tx, workspace_id)
            for hold in await store.in_force(tx, self.keyring, workspace_id):
                kept[workspace_id] = _both(kept.get(workspace_id, Kept()), await _kept_by(tx, hold))
        return kept


async def _kept_by(tx: AsyncConnection, hold: Hold) -> Kept:
    subject = hold.subject
    if subject is None:
        return _EVERYTHING
    match subject.on:
        case On.PERSON:
            assert subject.named is not None
            name = subject.named.reveal()
            people = frozenset({name, *await ids_of(tx, hold.workspace_id, name)})
            return Kept(people, await _conversations_of(tx, hold.workspace_id, people))
        case On.CONVERSATION:
            assert subject.named is not None
            return Kept(conversations=frozenset({subject.named.reveal()}))
        case On.QUERY:
            return await _found(tx, hold)


async def _conversations_of(
    tx: AsyncConnection, workspace_id: UUID, people: frozenset[str]
) -> frozenset[str]:
    """Those they own, and those they have written into."""
    owned = select(conversation.c.conversation_id).where(
        conversation.c.workspace_id == workspace_id, conversation.c.owner_id.in_(people)
    )
    written = select(message.c.conversation_id).where(
        message.c.workspace_id == workspace_id, message.c.author_id.in_(people)
    )
    return frozenset((await tx.execute(owned.union(written))).scalars())


async def _found(tx: AsyncConnection, hold: Hold) -> Kept:
    assert hold.subject is not None
    try:
        wanted = filter_from(hold.workspace_id, hold.subject.query or {})
    except (ValueError, KeyError, TypeError):
        log.exception("holds.cannot_evaluate: %s keeps everything", hold.id)
        return _EVERYTHING
    conditions = await conditions_of(tx, hold.workspace_id, wanted)
    if conditions is None:
        return Kept()
    columns = (finding.c.conversation_id, finding.c.asset_kind, finding.c.asset_id)
    rows = (await tx.execute(select(*columns).where(*conditions).distinct())).all()
    return Kept(
        conversations=frozenset(row.conversation_id for row in rows if row.conversation_id),
        files=frozenset(row.asset_id for row in rows if row.asset_kind == "file"),
    )


def _both(one: Kept, other: Kept) -> Kept:
    return Kept(
        one.people | other.people,
        one.conversations | other.conversations,
        one.files | other.files,
        one.is_everything or other.is_everything,
    )
