"""What was deleted through the API? Things are never really gone from the population; they are only no longer shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from watchgate.kernel.clock import rfc3339


class Deletions:
    """Kind and id of everything deleted, in the order it happened."""

    def __init__(self) -> None:
        self._gone: set[tuple[str, str]] = set()
        self._served: list[dict[str, Any]] = []

    def is_gone(self, kind: str, object_id: str) -> bool:
        return (kind, object_id) in self._gone

    def add(self, kind: str, object_id: str, *, when: datetime, by: str, user_id: str | None) -> None:
        """Remember that *by* (a redacted key) deleted an object; *user_id* is the owner the route named."""
        self._gone.add((kind, object_id))
        told = {"kind": kind, "id": object_id, "user_id": user_id, "timestamp": rfc3339(when), "by": by}
        self._served.append(told)

    def served(self) -> Sequence[dict[str, Any]]:
        """Every deletion, for the truth."""
        return tuple(self._served)
