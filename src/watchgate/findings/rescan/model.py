"""What is a re-scan, and what has it to look at?

Each workspace is examined once by each version of detection: messages, then titles, files and other events. A batch is
examined, compared with the findings that are there, and settled in one transaction with the place reached.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from watchgate.ingest.digest.again import Place, StoredAsset

KINDS = ("message", "title", "file", "event")
"""In this order. The kinds of assets, as findings name them."""

After = tuple[str, ...]
"""The key of the last asset of the batch before; empty at the beginning of a kind."""


@dataclass(frozen=True, slots=True)
class Rescan:
    """How far a workspace is. `not_examined`: what is no longer kept, cannot be opened, or is too long."""

    workspace_id: UUID
    engine_version: str
    state: str
    kind: str
    after: After
    examined: int
    not_examined: int
    added: int
    removed: int
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One asset of a batch. `asset`: None when its text is no longer kept. `event_id`: of a version of a message."""

    key: After
    asset_id: str
    at: datetime
    conversation_id: str | None
    owner_id: str | None
    asset: StoredAsset | None
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that is there."""

    id: str
    asset_id: str
    at: datetime
    part: str
    place: Place
    owner_id: str | None
    conversation_id: str | None


def version_key(version: str) -> tuple[int, ...]:
    """Versions in their order: `1.10.0` is later than `1.9.3`."""
    return tuple(int(number) for number in version.split("."))
