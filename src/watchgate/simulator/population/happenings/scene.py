"""Who did something, when, and in which conversation? What every other event needs to know."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.conversations import Conversation
from watchgate.simulator.population.lexicon import Shelf
from watchgate.simulator.population.model import Person

_AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0)",
    "Mozilla/5.0 (Macintosh)",
    "ChatGPT/1.2026 (iOS)",
    "ChatGPT/1.2026 (Android)",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """`other` is a colleague of `person`; `gpt` a custom GPT, if there is any."""

    luck: random.Random
    when: datetime
    workspace_id: str
    organization_id: str
    person: Person
    other: Person
    conversation: Conversation | None
    shelf: Shelf
    gpt: dict[str, Any]

    def conversation_id(self) -> str | None:
        return self.conversation.conversation_id if self.conversation else None

    def said(self) -> str:
        """A harmless sentence."""
        return pick(self.luck, pick(self.luck, self.shelf.statements))

    def asked(self) -> str:
        """A harmless question."""
        return pick(self.luck, self.shelf.questions)

    def request(self) -> dict[str, Any]:
        """`request_metadata`: from where the person came."""
        return {
            "client_ip": f"203.0.113.{self.luck.randrange(1, 255)}",
            "client_user_agent": pick(self.luck, _AGENTS),
        }
