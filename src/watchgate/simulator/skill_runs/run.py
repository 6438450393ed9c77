"""What is one run? Who used what, when, what it took, and what became of its record."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from watchgate.simulator.population.model import Person


@dataclass(frozen=True, slots=True)
class Used:
    """The thing that is run: `kind` is `gpt`, `skill` or `agent`. `skills`: id → name of what an agent uses."""

    kind: str
    id: str
    name: str
    made_at: datetime
    version: str = ""
    skills: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """`way`: `usual`, `refuse`, `late`, `twice` or `fail`. What became of the record is added as it becomes known."""

    number: int
    used: Used
    person: Person
    way: str
    began_at: datetime
    ended_at: datetime
    conversation_id: str
    run_id: str
    client_key: str
    model: str
    input_tokens: int
    output_tokens: int
    skill: dict[str, str]
    calls_hub: bool = False
    answers: list[dict[str, Any]] = field(default_factory=list)
    """What the Hub said to each call: `status` and `body`, or `error`."""
    sources: list[str] = field(default_factory=list)
    """What tells of the run, beside the Hub: `conversation`, `agent`, `audit`, `costs`."""

    @property
    def is_recorded(self) -> bool:
        """Has the Hub taken the record?"""
        return any(200 <= each.get("status", 0) < 300 for each in self.answers)

    @property
    def cost_microusd(self) -> int:
        return self.input_tokens * INPUT_MICROUSD + self.output_tokens * OUTPUT_MICROUSD


INPUT_MICROUSD, OUTPUT_MICROUSD = 5, 30
"""What a token costs, in millionths of a dollar."""
CREDIT_MICROUSD = 40_000
