"""What does remediation need of the rest of the house, and of the world?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.remediation.model import Action, Target


class Presence(StrEnum):
    """Is the object there, upstream?"""

    THERE = "there"
    GONE = "gone"
    UNKNOWN = "unknown"
    """No route can be asked for it, or OpenAI did not say."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look upstream tells. `about` holds no text of anybody's: counts, sizes, sharing, ids of what hangs on it."""

    presence: Presence
    note: str = ""
    about: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What OpenAI answered to a deletion or isolation: 200 with its body (ids and flags only), or 404."""

    status: int
    answer: Mapping[str, Json]
    was_there: bool


class Upstream(Protocol):
    """OpenAI's side. Raises the four words of `openai.errors`."""

    async def look(self, workspace_id: UUID, target: Target) -> Seen:
        """Read only."""
        ...

    async def act(self, workspace_id: UUID, action: Action, target: Target) -> Outcome:
        """Delete or isolate exactly this object. Asking twice is safe: what is gone answers 404."""
        ...

    async def refuses(self, workspace_id: UUID) -> str | None:
        """Why the workspace's key may not change anything upstream, and what to ask for; None when it may (or we cannot know)."""
        ...


@dataclass(frozen=True, slots=True)
class Effects:
    """What goes, what goes with it, what stays. Sentences for people; counts for sums."""

    goes: tuple[str, ...] = ()
    goes_with_it: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


class OwnCopy(Protocol):
    """Our side: content, derived text, search rows, findings."""

    async def effects(
        self, tx: AsyncConnection, workspace_id: UUID, action: Action, target: Target
    ) -> Effects:
        """What would become of our copy. Changes nothing."""
        ...

    async def remove(
        self, tx: AsyncConnection, workspace_id: UUID, action: Action, target: Target
    ) -> Mapping[str, int]:
        """Erase it (delete) or mask it for good (redact), in this transaction; how many rows of what."""
        ...


class Holds(Protocol):
    """Legal holds."""

    async def holding(
        self, tx: AsyncConnection, workspace_id: UUID, targets: Sequence[Target]
    ) -> Mapping[Target, str]:
        """Those of *targets* that a hold keeps, with the hold's id."""
        ...


class CarriesOut(Protocol):
    """What begins, stops and goes on with approved requests. Each checks that the caller may see the request, takes the step
    of `lifecycle`, tells the ledger, and raises UnknownRequest, WrongState or Expired.
    """

    async def run(self, caller: Caller, request_id: str) -> object:
        """Begin what was approved."""
        ...

    async def pause(self, caller: Caller, request_id: str) -> object:
        """Stop after the object that is under way."""
        ...

    async def resume(self, caller: Caller, request_id: str) -> object:
        """Go on."""
        ...

    async def cancel(self, caller: Caller, request_id: str) -> object:
        """Stop for good after the object that is under way."""
        ...
