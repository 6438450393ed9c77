"""What does the log writer need to know of the people in the simulated workspace?

A population is a numbered sequence of events in the order of their time. Each can be made on its own, so that a million cost
nothing until somebody asks for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Person:
    """One account. `user_id` begins with `user-`; `role` as in the users list."""

    user_id: str
    email: str
    name: str
    role: str = "standard-user"
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Planted:
    """A value put into a text on purpose. `start`, `end`: code points in the text; both 0 in a file whose text has no fixed place."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SimulatedEvent:
    """One log event: `body` is the whole JSON object as a log file holds it (with `event_id`, `type`, `timestamp`)."""

    body: dict[str, Any]
    planted: tuple[Planted, ...] = ()
    is_organization_event: bool = False
    """Served by the organisation's log route (COSTS), not the workspace's."""


@dataclass(frozen=True, slots=True)
class SimulatedFile:
    """An uploaded file, as `GET …/users/{user_id}/files/{file_id}` serves it."""

    file_id: str
    owner_id: str
    conversation_id: str
    name: str
    mime: str
    uploaded_at: datetime
    planted: tuple[Planted, ...] = ()


@dataclass(frozen=True, slots=True)
class Belonging:
    """An object that belongs to somebody: a memory, a canvas, a GPT.

    `body` is what a list shows of it; `more`, what further routes do (the transcript of a recording, the bytes of a file).
    """

    kind: str
    id: str
    owner_id: str
    made_at: datetime
    changed_at: datetime
    body: Mapping[str, Any]
    parent_id: str | None = None
    """A memory's context, a file's conversation."""
    more: Mapping[str, Any] = field(default_factory=dict)
    planted: tuple[Planted, ...] = ()
    """Values somewhere in it; without places, because it has several texts."""


class Population(Protocol):
    """Deterministic: the same arguments give the same events, whoever asks, in whatever order."""

    workspace_id: str
    organization_id: str
    people: Sequence[Person]

    def __len__(self) -> int:
        """How many events there are."""
        ...

    def time_of(self, number: int) -> datetime:
        """When event *number* happened; never falls as *number* rises. Cheap: nothing is composed."""
        ...

    def type_of(self, number: int) -> str:
        """The type of event *number*. Cheap."""
        ...

    def event(self, number: int) -> SimulatedEvent:
        """Event *number*, composed anew on each call."""
        ...

    def conversations(self) -> Iterator[tuple[str, str]]:
        """Every conversation: its id and the id of its owner."""
        ...

    def files(self) -> Iterator[SimulatedFile]:
        """Every uploaded file."""
        ...

    def file(self, file_id: str) -> SimulatedFile | None: ...

    def file_bytes(self, file_id: str) -> bytes:
        """The content of a file. Raises KeyError."""
        ...

    def gpts(self) -> Sequence[dict[str, Any]]:
        """Custom GPTs as the compliance API lists them."""
        ...

    def projects(self) -> Sequence[dict[str, Any]]:
        """Projects as the compliance API lists them."""
        ...

    def belonging(self, kind: str, number: int, made_at: datetime | None = None) -> Belonging:
        """Object *number* (from 0) of *kind*; made at some time of the office's, or at *made_at*. Raises KeyError."""
        ...
