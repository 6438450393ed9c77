"""A population small enough to be seen through: one event every 40 seconds, of three types in turn."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from watchgate.simulator.population.model import Belonging, Person, Planted, SimulatedEvent, SimulatedFile

END = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
STEP = timedelta(seconds=40)
KINDS = ("CONVERSATION_MESSAGE", "CONVERSATION_MESSAGE", "CONVERSATION_MESSAGE", "AUDIT_LOG", "COSTS")


class TinyPopulation:
    workspace_id = "6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11"
    organization_id = "org-tiny"
    people = (Person("user-b", "b@acme.example", "B"), Person("user-a", "a@acme.example", "A"))

    def __init__(self, count: int = 600) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def time_of(self, number: int) -> datetime:
        return END - (self._count - number) * STEP

    def type_of(self, number: int) -> str:
        return KINDS[number % len(KINDS)]

    def event(self, number: int) -> SimulatedEvent:
        kind = self.type_of(number)
        body: dict[str, Any] = {
            "event_id": f"event-{number}",
            "type": kind,
            "timestamp": self.time_of(number).isoformat(),
        }
        if kind == "CONVERSATION_MESSAGE":
            body["message"] = {
                "id": f"message-{number}",
                "content": {"type": "text", "value": f"Zürich {number}"},
            }
            body["conversation"] = {"id": f"conversation-{number // 10}"}
        planted = (Planted("CITY", "Zürich", 0, 6),) if number % 100 == 0 else ()
        return SimulatedEvent(body, planted, is_organization_event=kind == "COSTS")

    def conversations(self) -> Iterator[tuple[str, str]]:
        return ((f"conversation-{number}", "user-a") for number in range(self._count // 10))

    def files(self) -> Iterator[SimulatedFile]:
        return iter(())

    def file(self, file_id: str) -> SimulatedFile | None:
        return {each.file_id: each for each in self.files()}.get(file_id)

    def file_bytes(self, file_id: str) -> bytes:
        raise KeyError(file_id)

    def gpts(self) -> Sequence[dict[str, Any]]:
        return ()

    def projects(self) -> Sequence[dict[str, Any]]:
        return ()

    def belonging(self, kind: str, number: int, made_at: datetime | None = None) -> Belonging:
        raise KeyError(kind, number, made_at)
