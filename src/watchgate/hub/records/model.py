"""What is a record? What one run of a skill has left: its outcome, by the contract of that version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from watchgate.kernel.content import Content

SCHEMA_VERSION = 1
"""Of the envelope around every body; raised when it changes."""
MAX_CHARS = 100_000
"""Of a record's body, as JSON: what an Action of ChatGPT may send at most (docs/skills.md, limits.yaml)."""


class RecordType(StrEnum):
    """Skills leave the first three; the Hub itself the other two."""

    OUTPUTS = "outputs"
    DECISIONS = "decisions"
    ARTIFACTS = "artifacts"
    GOVERNANCE_EVENTS = "governance_events"
    TELEMETRY_EVENTS = "telemetry_events"


class Scan(StrEnum):
    """Was it looked at?"""

    SCANNED = "scanned"
    NOT_SCANNED = "not_scanned"


@dataclass(frozen=True, slots=True)
class Examined:
    """What detection has seen in a body: entity → how many. `is_marked`: a secret is in it, or it was not looked at."""

    scan: Scan
    counts: Mapping[str, int]
    is_marked: bool
    engine: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a call came from, as its headers say (`openai-conversation-id` …: reported of ChatGPT's Actions, not promised)."""

    conversation_id: str | None = None
    gpt_id: str | None = None
    ephemeral_user_id: str | None = None
    run_id: str | None = None
    """Which run it is of, where there is no conversation: the word that the gateway was told (`X-Watchgate-Run`)."""


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What a skill says of a run. `client_key`: its own name for the run; the same one again is the same record."""

    skill_id: str
    version: str
    digest: str | None
    client_key: str
    type: str
    body: Mapping[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands. `body_digest`: of the salted body, as the ledger has it."""

    id: str
    skill_id: str
    version: str
    digest: str
    type: RecordType
    schema_version: int
    client_key: str
    workspace_id: UUID | None
    key_id: str | None
    conversation_id: str | None
    gpt_id: str | None
    ephemeral_user_id: str | None
    body_digest: str
    size_chars: int
    scan: Scan
    finding_counts: Mapping[str, int]
    is_marked: bool
    engine: str
    received_at: datetime
    erased_at: datetime | None = None
    """When its body was erased; the rest stays."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to a skill. `is_new`: False when the same record was there already."""

    record: Record
    title: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Revealed:
    """A record with its body (JSON), as it was sent; None when that was erased."""

    record: Record
    body: Content | None
