"""What does the platform's administration API tell us, in our own words? Times are aware and UTC."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from watchgate.kernel.content import Content


@dataclass(frozen=True, slots=True)
class AuditLogEntry:
    """One entry of the organisation's audit log. Idempotent key: `id`."""

    id: str
    type: str
    """Open set, such as `api_key.created`."""
    effective_at: datetime
    actor_kind: str | None
    """`session`, `api_key`, or None where OpenAI names no actor."""
    actor_id: str | None
    """The user of a session, the key of an API call."""
    project_id: str | None
    body: Content
    """The whole entry as JSON; the details stand under a key that equals `type`."""


@dataclass(frozen=True, slots=True)
class AuditLogPage:
    """Entries, in practice newest first: sort by (`effective_at`, `id`) and drop ids seen before."""

    entries: tuple[AuditLogEntry, ...]
    has_more: bool
    last_id: str | None
    """What to pass as `after` for the next page."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """An amount, and what it is for as far as it was grouped; other dimensions are None."""

    amount: Decimal
    currency: str
    """Lower case, `usd`."""
    project_id: str | None
    line_item: str | None


@dataclass(frozen=True, slots=True)
class CostBucket:
    """What a day cost: from `start` to just before `end`."""

    start: datetime
    end: datetime
    lines: tuple[CostLine, ...]


@dataclass(frozen=True, slots=True)
class CostPage:
    """Days, ascending."""

    buckets: tuple[CostBucket, ...]
    has_more: bool
    next_page: str | None
    """What to pass as `page` for the next one."""
