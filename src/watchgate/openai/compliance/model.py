"""What does the compliance API tell us, in our own words? Times are aware and UTC, sizes in bytes."""

from dataclasses import dataclass
from datetime import datetime

from watchgate.kernel.content import Content


@dataclass(frozen=True, slots=True)
class LogFile:
    """An immutable JSONL file of events of one type, to be downloaded within 30 days of `end_time`."""

    id: str
    event_type: str
    """Open set: types we do not know occur."""
    end_time: datetime
    name: str
    size_bytes: int
    sha256: str
    """Hexadecimal, lower case."""


@dataclass(frozen=True, slots=True)
class LogFilePage:
    """Files in ascending order of `end_time`. The first may repeat the one whose `end_time` was asked for as `after`."""

    files: tuple[LogFile, ...]
    has_more: bool
    last_end_time: datetime | None
    """Where to go on. None on an empty page: keep the old watermark."""


@dataclass(frozen=True, slots=True)
class WorkspaceUser:
    """An account of the workspace. What OpenAI leaves out is None."""

    id: str
    email: Content | None
    name: Content | None
    role: str | None
    """`account-owner`, `account-admin`, `standard-user`, or one we do not know."""
    status: str | None
    """`active`, `inactive`, or one we do not know."""
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class UserPage:
    """Users ascending by id. A short page is not the last one: only `has_more` says so."""

    users: tuple[WorkspaceUser, ...]
    has_more: bool
    last_id: str | None
    """What to pass as `after` for the next page."""
