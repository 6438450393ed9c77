"""What was deleted or isolated through the API? Things are never really gone from the population; they are only no longer shown."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from watchgate.kernel.clock import rfc3339


@dataclass(frozen=True, slots=True)
class Deletion:
    """One that took effect. `by` is a redacted key; `request` the number of the request that brought it about."""

    kind: str
    id: str
    action: Literal["delete", "isolate"]
    user_id: str | None
    """The owner, where the route names one."""
    parent_id: str | None
    timestamp: datetime
    by: str
    request: int


class Deletions:
    """Everything deleted and isolated, in the order it happened, and every request that asked for it."""

    def __init__(self) -> None:
        self._gone: set[tuple[str, str]] = set()
        self._isolated: set[tuple[str, str]] = set()
        self._served: list[Deletion] = []
        self._requests: list[dict[str, Any]] = []

    def is_gone(self, kind: str, object_id: str) -> bool:
        return (kind, object_id) in self._gone

    def is_isolated(self, kind: str, object_id: str) -> bool:
        return (kind, object_id) in self._isolated

    def add(self, done: Deletion) -> None:
        (self._gone if done.action == "delete" else self._isolated).add((done.kind, done.id))
        self._served.append(done)

    def share_again(self, kind: str, object_id: str) -> None:
        """What was isolated may be shared by its owner."""
        self._isolated.discard((kind, object_id))

    def took_effect(self, request: int) -> bool:
        """Did the request with that number, the newest, delete or isolate anything?"""
        return bool(self._served) and self._served[-1].request == request

    def note(self, request: dict[str, Any]) -> None:
        """Remember a request to delete or isolate, whatever became of it."""
        self._requests.append(request)

    def served(self) -> Sequence[dict[str, Any]]:
        """Every deletion that took effect, for the truth."""
        return tuple(asdict(each) | {"timestamp": rfc3339(each.timestamp)} for each in tuple(self._served))

    def requests(self) -> Sequence[dict[str, Any]]:
        """Every request that was noted, for the truth."""
        return tuple(self._requests)
