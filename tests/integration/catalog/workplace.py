"""A workspace as ingest leaves it: events digested by the real digester, and settled by the real statements."""

import json
import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from watchgate.catalog.reveal import Reveals
from watchgate.catalog.service import Catalogue
from watchgate.detection.engine import default_engine
from watchgate.findings.service import Findings
from watchgate.findings.spans import spans_of
from watchgate.ingest.digest.event import Digester
from watchgate.ingest.digest.examine import Examiner
from watchgate.ingest.events.model import Actor, Conversation, FileReference, MessageEvent, OtherEvent
from watchgate.ingest.store import settle
from watchgate.kernel.content import Content
from watchgate.storage.driver import psycopg_of
from watchgate.storage.key_encryption import HeldKeys
from watchgate.storage.sealing import Keyring

ACME = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
GLOBEX = UUID("11111111-2222-4333-8444-555555555555")
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
EMAIL = "jane.doe@acme-corp.com"
CARD = "4111 1111 1111 1111"


def at(minutes):
    return NOON + timedelta(minutes=minutes)


class Workplace:
    """Two enrolled workspaces, and what people say in them."""

    def __init__(self, database):
        self.database = database
        self._events = 0
        self.use(Keyring(HeldKeys([os.urandom(32)])))

    def use(self, keyring):
        """Seal and open with *keyring* from now on."""
        self.keyring = keyring
        self.catalogue = Catalogue(self.database, keyring, spans_of)
        self.reveals = Reveals(self.database, keyring)
        self.findings = Findings(self.database, lambda: NOON)

    async def enrol(self):
        async with self.database.begin() as tx:
            for workspace_id, name in ((ACME, "Acme"), (GLOBEX, "Globex")):
                await tx.execute(
                    text(
                        "INSERT INTO workspace (id, name, organization_id, state, created_at, updated_at)"
                        " VALUES (:id, :name, 'org-1', 'active', now(), now())"
                    ),
                    {"id": workspace_id, "name": name},
                )
                await self.keyring.for_workspace(tx, workspace_id)

    async def settle(self, *events, workspace_id=ACME):
        """Put events into the catalogue."""
        async with self.database.begin() as tx:
            sealer = await self.keyring.for_workspace(tx, workspace_id)
            digester = Digester(sealer, Examiner(default_engine(), sealer.fingerprint), frozenset())
            digested = [
                digester.digest(event, json.dumps({"id": event.event_id}).encode()) for event in events
            ]
            connection = await psycopg_of(tx)
            new = await settle.insert_new(connection, workspace_id, "file-1", digested)
            await settle.add(connection, workspace_id, new, NOON)

    async def run(self, statement, **values):
        async with self.database.begin() as tx:
            return await tx.execute(text(statement), values)

    def said(self, message, words, *, minutes=0, after=None, conversation="c1", by="user-1", **more):
        """One version of a message."""
        self._events += 1
        known = {"title", "gpt_id", "project_id"}
        about = {key: value for key, value in more.items() if key in known}
        title = about.pop("title", None)
        return MessageEvent(
            event_id=f"e{self._events:04}",
            occurred_at=at(minutes),
            actor=Actor("ACCOUNT_USER", by, by, f"{by}@acme.example"),
            principal_id=None,
            message_id=message,
            previous_message_id=after,
            created_at=None,
            author_type=more.get("author_type", "user"),
            client_type="web",
            model=more.get("model"),
            tools_used=(),
            skills_used=(),
            conversation=Conversation(conversation, Content(title) if title else None, **about),
            texts=tuple((name, Content(words)) for name in more.get("parts", ("content",)) if words),
            files=tuple(FileReference(id_, Content(name)) for id_, name in more.get("files", ())),
            is_cut=more.get("is_cut", False),
        )

    def happened(self, words, *, minutes=0, by="user-1"):
        """An event that is no message."""
        self._events += 1
        return OtherEvent(
            event_id=f"e{self._events:04}",
            type="CODEX_LOG",
            occurred_at=at(minutes),
            actor=Actor("ACCOUNT_USER", by, by),
            principal_id=None,
            subtype="PROMPT_SENT",
            conversation_id=None,
            user_agent=None,
            texts=(("prompt_text", Content(words)),),
            is_known=True,
        )
