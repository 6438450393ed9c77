"""How is a record taken, and who gets to read it? Each is in the ledger, in the same transaction."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.hub.records import events, sealing, store
from watchgate.hub.records.contracts import Contract, Contracts
from watchgate.hub.records.errors import CarriesInjection, KeyTaken, OtherSkill, TooLarge, UnknownRecord
from watchgate.hub.records.examining import INJECTION, examine
from watchgate.hub.records.footer import RunFacts, Runs
from watchgate.hub.records.model import (
    MAX_CHARS,
    SCHEMA_VERSION,
    Examined,
    Kept,
    NewRecord,
    Record,
    RecordType,
    Revealed,
)
from watchgate.hub.records.store import RecordFilter
from watchgate.hub.records.telling import ledger_fields
from watchgate.hub.records.verifying import Verification, verify
from watchgate.hub.sources.record import put_aside
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.skills.presence.tables import skill_presence
from watchgate.skills.targets.custom_gpt.record_operation import OPERATION
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring


@dataclass(frozen=True, slots=True)
class Records:
    """Records of skills, in the database."""

    database: Database
    keyring: Keyring
    contracts: Contracts
    runs: Runs
    data_dir: Path
    """Where the ledger is."""
    clock: Clock

    async def take(self, caller: Caller, new: NewRecord) -> Kept:
        """Keep a record; the same one again is the one that is there.

        Raises OtherSkill, TooLarge, UnknownVersion, NotInUse, BreaksContract, CarriesInjection, KeyTaken.
        """
        if caller.name != new.skill_id:
            raise OtherSkill(f"This key is for records of {caller.name}. Use the key of {new.skill_id}.")
        body = sealing.as_text(new.body)
        if len(body) > MAX_CHARS:
            raise TooLarge(
                f"The body has {len(body):,} characters, and {MAX_CHARS:,} are taken. Leave out what nobody needs."
            )
        contract = await self.contracts.of(new.skill_id, new.version)
        contract.check(_said(new))
        examined = await asyncio.to_thread(examine, new.body)
        if INJECTION in examined.counts:
            await self._refuse(caller, contract)
        async with self.database.begin() as tx:
            record = await self._insert(tx, caller, new, contract, body, examined)
            if record is not None:
                return Kept(record, contract.version.title, is_new=True)
            return Kept(await self._same(tx, new, contract, body), contract.version.title, is_new=False)

    async def facts(self, record: Record) -> RunFacts:
        """What its footer may say of the run."""
        async with self.database.read() as tx:
            return await self.runs.facts(tx, record.skill_id, record.conversation_id)

    async def page(self, wanted: RecordFilter, limit: int, after: str | None) -> Sequence[Record]:
        """Newest first."""
        async with self.database.read() as tx:
            return await store.page(tx, wanted, limit, after)

    async def get(self, record_id: str, within: frozenset[UUID] | None) -> Record:
        """Raises UnknownRecord."""
        async with self.database.read() as tx:
            return _there(await store.by_id(tx, record_id, within))[0]

    async def verify(self) -> Verification:
        """All records against the ledger. Raises LogDamaged, OSError."""
        return await verify(self.database, self.keyring, self.data_dir)

    async def reveal(self, caller: Caller, record_id: str, reason: str) -> Revealed:
        """A record with its body; that it was read is in the ledger first. Raises UnknownRecord, SealBroken."""
        async with self.database.begin() as tx:
            record, sealed = _there(await store.by_id(tx, record_id, caller.workspaces))
            body = None
            if sealed is not None:
                sealer = await self.keyring.existing(tx, sealing.HUB)
                body = Content(sealing.body_of(sealing.salted_of(sealer, record.id, sealed)))
            fields: dict[str, Json] = {"record": record.id, "skill": record.skill_id, "token": caller.id}
            await outbox.record(tx, events.REVEALED, fields, {"reason": reason, "token_name": caller.name})
        return Revealed(record, body)

    async def _refuse(self, caller: Caller, contract: Contract) -> NoReturn:
        """Noted, so that somebody who tries is seen; what it said is not kept."""
        version = contract.version
        fields: dict[str, Json] = {"skill": version.skill_id, "version": version.version, "key": caller.id}
        async with self.database.begin() as tx:
            await outbox.record(tx, events.REFUSED, fields | {"why": INJECTION})
        raise CarriesInjection(
            "Something in the record reads like an order that overrides other instructions (prompt injection), and records are read by"
            f" people and models. Leave it out or say it in other words, and call {OPERATION} again with the same client_key."
        )

    async def _insert(
        self,
        tx: AsyncConnection,
        caller: Caller,
        new: NewRecord,
        contract: Contract,
        body: str,
        examined: Examined,
    ) -> Record | None:
        """None when its client key is taken."""
        record_id = new_id("rec")
        sealed = sealing.seal(await self.keyring.for_workspace(tx, sealing.HUB), record_id, body)
        record = Record(
            id=record_id,
            skill_id=new.skill_id,
            version=new.version,
            digest=contract.version.digest,
            type=RecordType(new.type),
            schema_version=SCHEMA_VERSION,
            client_key=new.client_key,
            workspace_id=await _workspace(tx, caller, new),
            key_id=caller.id,
            conversation_id=new.origin.conversation_id,
            gpt_id=new.origin.gpt_id,
            ephemeral_user_id=new.origin.ephemeral_user_id,
            body_digest=sealed.digest,
            size_chars=len(body),
            scan=examined.scan,
            finding_counts=examined.counts,
            is_marked=examined.is_marked,
            engine=examined.engine,
            received_at=self.clock(),
        )
        if not await store.insert_record(tx, record, sealed.sealed):
            return None
        await outbox.record(tx, events.RECORDED, ledger_fields(record))
        await put_aside(tx, record, new.origin.run_id)
        return record

    async def _same(self, tx: AsyncConnection, new: NewRecord, contract: Contract, body: str) -> Record:
        """The record that is there, if it says the same. Raises KeyTaken."""
        found = await store.by_client_key(tx, new.skill_id, new.client_key)
        if found is not None:
            record, sealed = found
            sealer = await self.keyring.existing(tx, sealing.HUB)
            same_body = (
                sealed is not None and sealing.body_of(sealing.salted_of(sealer, record.id, sealed)) == body
            )
            if same_body and record.digest == contract.version.digest:
                return record
        raise KeyTaken(
            "There is another record with this client_key. Give each run a new one, and the same one only to say the same again."
        )


async def _workspace(tx: AsyncConnection, caller: Caller, new: NewRecord) -> UUID | None:
    """The one of the key; else the one in which this skill stands as the GPT that calls."""
    if caller.workspaces:
        return next(iter(caller.workspaces))
    if new.origin.gpt_id is None:
        return None
    here = (skill_presence.c.skill_id == new.skill_id) & (skill_presence.c.object_id == new.origin.gpt_id)
    return (await tx.execute(select(skill_presence.c.workspace_id).where(here).limit(1))).scalar_one_or_none()


def _said(new: NewRecord) -> dict[str, object]:
    """What the contract speaks of."""
    said: dict[str, object] = {
        "skill_id": new.skill_id,
        "skill_version": new.version,
        "client_key": new.client_key,
        "type": new.type,
        "body": dict(new.body),
    }
    return said if new.digest is None else {**said, "skill_digest": new.digest}


def _there(found: tuple[Record, bytes | None] | None) -> tuple[Record, bytes | None]:
    if found is None:
        raise UnknownRecord("There is no such record. `watchgate hub records list` shows those there are.")
    return found
