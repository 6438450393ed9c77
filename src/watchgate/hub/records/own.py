"""How does the Hub itself leave a record: of an event that it has seen, of a test that it has made? As skills do, without a key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.detection.engine import ENGINE_VERSION
from watchgate.hub.records import events, sealing, store
from watchgate.hub.records.model import SCHEMA_VERSION, Origin, Record, RecordType, Scan
from watchgate.hub.records.telling import ledger_fields
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.storage.sealing import Keyring


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """Of our own words only: nothing in `body` was written by others."""

    type: RecordType
    skill_id: str
    version: str
    client_key: str
    body: Mapping[str, object]
    workspace_id: UUID | None
    origin: Origin


async def keep(tx: AsyncConnection, keyring: Keyring, own: OwnRecord, now: datetime) -> None:
    """Keep it, unless it is there already."""
    record_id, body = new_id("rec"), sealing.as_text(own.body)
    sealed = sealing.seal(await keyring.for_workspace(tx, sealing.HUB), record_id, body)
    record = Record(
        id=record_id,
        skill_id=own.skill_id,
        version=own.version,
        digest="",
        type=own.type,
        schema_version=SCHEMA_VERSION,
        client_key=own.client_key,
        workspace_id=own.workspace_id,
        key_id=None,
        conversation_id=own.origin.conversation_id,
        gpt_id=own.origin.gpt_id,
        ephemeral_user_id=None,
        body_digest=sealed.digest,
        size_chars=len(body),
        scan=Scan.SCANNED,
        finding_counts={},
        is_marked=False,
        engine=ENGINE_VERSION,
        received_at=now,
    )
    if await store.insert_record(tx, record, sealed.sealed):
        await outbox.record(tx, events.RECORDED, ledger_fields(record))
