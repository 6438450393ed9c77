"""What does the connection test need from the outside? Somebody who asks one question and says how it was answered."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from watchgate.kernel.content import Content
from watchgate.workspaces.questions import Question


class Outcome(StrEnum):
    """How a question was answered."""

    READ = "read"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not found"
    RATE_LIMITED = "rate limited"
    SERVER_ERROR = "server error"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is the HTTP status, if there was one; `note` one word more of ours (never of theirs); waits in seconds."""

    outcome: Outcome
    host: str
    status: int | None = None
    note: str = ""
    retry_after_s: int | None = None


class Asker(Protocol):
    """Asks OpenAI; never raises for what OpenAI or the network does."""

    async def ask(self, question: Question, key: Content) -> Answer: ...
