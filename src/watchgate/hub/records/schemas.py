"""How do records look in the API?"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from watchgate.hub.records.model import NewRecord, Origin, Record, RecordType, Revealed, Scan
from watchgate.hub.records.verifying import Holds, Verification
from watchgate.skills.package.manifest import SEMVER, SKILL_ID

_MOST_BAD = 1000


class RecordIn(BaseModel):
    """What `emit_hub_record` sends. `client_key`: new for each run, the same when it is sent again. `body`: by the skill's output contract."""

    model_config = ConfigDict(extra="forbid")

    skill_id: Annotated[str, Field(pattern=SKILL_ID, max_length=75)]
    skill_version: Annotated[str, Field(pattern=SEMVER, max_length=100)]
    skill_digest: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$", max_length=71)] | None = None
    client_key: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\x20-\x7e]+$")]
    type: RecordType
    body: Annotated[dict[str, Any], Field(max_length=1000)]

    def as_new(self, origin: Origin) -> NewRecord:
        return NewRecord(
            self.skill_id,
            self.skill_version,
            self.skill_digest,
            self.client_key,
            self.type.value,
            self.body,
            origin,
        )


class KeptOut(BaseModel):
    """`footer`: the line to end the reply with."""

    id: str
    url: str
    footer: str


class RecordOut(BaseModel):
    """A record without its body."""

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
    body_digest: str
    size_chars: int
    scan: Scan
    finding_counts: Mapping[str, int]
    is_marked: bool
    engine: str
    received_at: datetime
    erased_at: datetime | None
    holds: Holds | None = None
    """What the ledger says to it, if that was asked for."""


class RevealIn(BaseModel):
    """Why the body is to be shown. The reason is kept in the ledger."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=3, max_length=1000)]


class RevealedOut(BaseModel):
    """`body`: as it was sent; null when it was erased."""

    record: RecordOut
    body: dict[str, Any] | None


class BadRecordOut(BaseModel):
    id: str
    holds: Holds


class VerificationOut(BaseModel):
    """`bad`: the first thousand that do not agree with the ledger."""

    is_good: bool
    counts: Mapping[Holds, int]
    bad: list[BadRecordOut]


def verification_out(found: Verification) -> VerificationOut:
    bad = [BadRecordOut(id=record_id, holds=holds) for record_id, holds in found.bad[:_MOST_BAD]]
    return VerificationOut(is_good=found.is_good, counts=found.counts, bad=bad)


def record_out(record: Record, holds: Holds | None = None) -> RecordOut:
    fields = {name: getattr(record, name) for name in RecordOut.model_fields if name != "holds"}
    return RecordOut(**fields, holds=holds)


def revealed_out(revealed: Revealed) -> RevealedOut:
    body = json.loads(revealed.body.reveal()) if revealed.body is not None else None
    return RevealedOut(record=record_out(revealed.record), body=body)
