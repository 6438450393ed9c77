"""How does a database come to hold millions of messages within minutes? COPY, with words that can be opened in every hundredth conversation.

The rest hold the same number of random bytes: only their place in tables and indexes matters.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import psycopg
from psycopg.types.json import Jsonb

from watchgate.storage.sealing import WorkspaceSealer

PEOPLE = 5_000
DAYS = 85
MESSAGES_A_CONVERSATION = 10
OPENABLE_EACH = 100
WORDS = (
    "The quarterly figures for the northern region are attached, please write to jane.doe@acme-corp.com. "
    * 10
)
ENTITIES = ("EMAIL_ADDRESS",) * 6 + ("PHONE_NUMBER", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE")
FINDINGS_A_MESSAGE = 0.1
FILES_A_CONVERSATION = 0.2


_ENTITY_DAYS = """
INSERT INTO finding_entity_day (workspace_id, day, entity, findings)
SELECT workspace_id, day, entity, sum(findings) FROM finding_day GROUP BY workspace_id, day, entity
"""


class Filler:
    """Fills one workspace up to *now*; always the same for the same figures."""

    def __init__(self, workspace_id: UUID, sealer: WorkspaceSealer, now: datetime, messages: int) -> None:
        self.workspace_id = workspace_id
        self._sealer = sealer
        self._now = now
        self._conversations = messages // MESSAGES_A_CONVERSATION
        self._random = random.Random(1)
        self._noise = os.urandom(len(WORDS) + 60)
        self._days: Counter[tuple[object, str, str]] = Counter()

    def fill(self, connection: psycopg.Connection) -> None:
        with connection.cursor() as cursor:
            self._copy(
                cursor, "person (workspace_id, user_id, email, first_seen_at, last_seen_at)", self._people()
            )
            for begin in range(0, self._conversations, 20_000):
                batch = [
                    self._conversation(number)
                    for number in range(begin, min(self._conversations, begin + 20_000))
                ]
                for table, part in zip(_TABLES, zip(*batch, strict=True), strict=True):
                    self._copy(cursor, table, (row for rows in part for row in rows))
                connection.commit()
            days = ((self.workspace_id, *key, count) for key, count in self._days.items())
            self._copy(cursor, "finding_day (workspace_id, day, entity, owner_id, findings)", days)
            cursor.execute(_ENTITY_DAYS)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")

    @staticmethod
    def _copy(cursor: psycopg.Cursor, table: str, rows: Iterator[tuple]) -> None:
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def _people(self) -> Iterator[tuple]:
        for number in range(PEOPLE):
            yield self.workspace_id, f"user-{number}", f"user-{number}@acme.example", self._now, self._now

    def _conversation(self, number: int) -> tuple[list[tuple], ...]:
        """Rows for each of `_TABLES`."""
        draw, workspace = self._random, self.workspace_id
        id_ = f"{draw.getrandbits(64):016x}-{number:08}"
        owner = f"user-{int(PEOPLE * draw.random() ** 2)}"
        first = self._now - timedelta(days=DAYS * draw.random())
        size = max(1, int(draw.expovariate(1 / MESSAGES_A_CONVERSATION)))
        messages, findings, previous = [], [], None
        at = first
        for place in range(size):
            at += timedelta(seconds=draw.expovariate(1 / 60))
            message_id = f"{draw.getrandbits(64):016x}-{place}"
            has_finding = draw.random() < FINDINGS_A_MESSAGE
            messages.append(
                (workspace, message_id, at, f"e-{message_id}", id_, previous, "user" if place % 2 == 0 else "assistant", owner,
                 "gpt-5", "web", len(WORDS), self._sealed(number, message_id), "scanned", None, int(has_finding))
            )  # fmt: skip
            if has_finding:
                findings.append(self._finding(id_, message_id, at, owner))
            previous = message_id
        gpt = f"g-{draw.randrange(200)}" if draw.random() < 0.1 else None
        title = self._sealer.seal(b"Figures for the northern region", context=b"title:" + id_.encode())
        conversation = (
            workspace, id_, owner, title, at, gpt, None, False, first, first, at, size, len(findings),
        )  # fmt: skip
        files = []
        if draw.random() < FILES_A_CONVERSATION:
            name = self._sealer.seal(b"figures.xlsx", context=b"file:file-" + id_.encode())
            files.append((workspace, f"file-{id_}", name, owner, id_, first, "fetched", 0, 1))
        return [conversation], messages, findings, files

    def _sealed(self, number: int, message_id: str) -> bytes:
        if number % OPENABLE_EACH:
            return self._noise
        words = msgspec.json.encode({"parts": [{"name": "content", "text": WORDS}]})
        return self._sealer.seal(words, context=b"message:" + message_id.encode())

    def _finding(self, conversation_id: str, message_id: str, at: datetime, owner: str) -> tuple:
        draw = self._random
        entity = draw.choice(ENTITIES)
        start = WORDS.index("jane.doe")
        self._days[at.date(), entity, owner] += 1
        return (
            f"fnd_{draw.getrandbits(128):032x}", self.workspace_id, at, "message", message_id, conversation_id, owner, entity,
            "email", "1.0.0", start, start + 22, 500 + draw.randrange(500), Jsonb({"part": "content", "evidence": []}),
            "please write to <EMAIL>.", draw.randbytes(16), at,
        )  # fmt: skip


_TABLES = (
    (
        "conversation (workspace_id, conversation_id, owner_id, title_sealed, titled_at, gpt_id, project_id, is_temporary, created_at,"
        " first_message_at, last_message_at, version_count, finding_count)"
    ),
    (
        "message (workspace_id, message_id, occurred_at, event_id, conversation_id, previous_message_id, author_type, author_id, model,"
        " client_type, size_chars, sealed, scan_state, scan_note, finding_count)"
    ),
    (
        "finding (id, workspace_id, asset_at, asset_kind, asset_id, conversation_id, owner_id, entity, detector, detector_version,"
        ' start, "end", score, explanation, excerpt_masked, fingerprint, found_at)'
    ),
    "file (workspace_id, file_id, name_sealed, owner_id, conversation_id, first_seen_at, state, finding_count, attempts)",
)
