"""What is a finding, and what do findings add up to?

A finding says where something is, what, how sure detection is and why. The value itself is not in it: `excerpt_masked` are
the words around it with every value masked, `fingerprint` is the same for the same value of a workspace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class AssetKind(StrEnum):
    """In what was it found?"""

    MESSAGE = "message"
    FILE = "file"
    TITLE = "title"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Finding:
    """`start`, `end`: code points in the part that `explanation["part"]` names; `score` in 0..1; `asset_at`: when that was written."""

    id: str
    workspace_id: UUID
    asset_kind: AssetKind
    asset_id: str
    asset_at: datetime
    conversation_id: str | None
    owner_id: str | None
    owner_email: str | None
    entity: str
    detector: str
    detector_version: str
    start: int
    end: int
    score: float
    explanation: Mapping[str, Any]
    excerpt_masked: str
    fingerprint: bytes
    found_at: datetime


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings? `person`: a user's id or e-mail address; the range is about `asset_at`, `until` excluded."""

    workspace_id: UUID | None = None
    entity: str | None = None
    person: str | None = None
    asset_kind: AssetKind | None = None
    conversation_id: str | None = None
    min_score: float | None = None
    since: datetime | None = None
    until: datetime | None = None
    within: frozenset[UUID] | None = None
    """Only of these workspaces, whichever is asked for; None: no limit."""


class By(StrEnum):
    """What are findings added up by?"""

    ENTITY = "entity"
    PERSON = "person"
    DAY = "day"
    CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class SummaryFilter:
    """Which findings are added up? Days in UTC, both included."""

    first_day: date
    last_day: date
    workspace_id: UUID | None = None
    entity: str | None = None
    person: str | None = None
    within: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of a summary. `key`: an entity, a day, a user's id, a conversation's id; `workspace_id` with the latter two."""

    key: str
    findings: int
    workspace_id: UUID | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The largest sums first (days: the newest first). `total`: of everything, also of what has no line."""

    by: By
    total: int
    sums: tuple[Sum, ...]
