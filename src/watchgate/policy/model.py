"""The words a policy speaks: what it is shown, and what it may answer.

shown:    Reading (a span of text with what detection saw in it) … and About (facts of the exchange)
answers:  Judgement = verdict + edits + reasons + which readings it examined

What is made for every text of every exchange is a msgspec struct: those cost a fifth of a frozen dataclass to make.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

import msgspec

from watchgate.detection.model import Examination
from watchgate.documents.problems import Path as Path  # noqa: PLC0414 -- part of these words
from watchgate.kernel.canonical_json import Json


class Phase(StrEnum):
    REQUEST = "request"
    RESPONSE = "response"


class Verdict(StrEnum):
    ALLOW = "allow"
    NOT_SCANNED = "not_scanned"
    REDACT = "redact"
    ESCALATE = "escalate"
    BLOCK = "block"


STRICTNESS: dict[Verdict, int] = {verdict: rank for rank, verdict in enumerate(Verdict)}
"""The strictest verdict of a chain wins: allow < not_scanned < redact < escalate < block."""


class TextSpan(msgspec.Struct, frozen=True):
    """One text of a request or an answer, at its JSON path. `is_json`: the text is itself JSON source (tool arguments).

    Printing it shows the length of its text only.
    """

    path: Path
    text: str
    role: str = ""
    is_json: bool = False

    def __repr__(self) -> str:
        return f"<TextSpan {self.path} {len(self.text)} chars>"


class Unread(msgspec.Struct, frozen=True):
    """A part of a request or an answer that we cannot look into, and why."""

    path: Path
    kind: str
    reason: str


class Usage(msgspec.Struct, frozen=True):
    """Tokens as the provider counted them."""

    input_tokens: int
    output_tokens: int
    cached_input_tokens: int = 0
    reasoning_tokens: int = 0


class About(msgspec.Struct, frozen=True):
    """Facts of an exchange that a policy may depend on."""

    endpoint: str
    model: str = ""
    team: str | None = None
    project: str | None = None


class Reading(msgspec.Struct, frozen=True):
    """A span together with what detection saw in it (computed once, shared by the whole chain)."""

    span: TextSpan
    seen: Examination


class Mask(msgspec.Struct, frozen=True):
    """Replace a span by a label of its entity. `restore`: the application gets the original back."""

    entity: str
    style: str = "label"  # label | partial | hash
    restore: bool = True


class Edit(msgspec.Struct, frozen=True):
    """Change `[start, end)` of the text of reading number `reading`: to a mask, or to the literal text given."""

    reading: int
    start: int
    end: int
    replacement: Mask | str


class Reason(msgspec.Struct, frozen=True):
    """Why a policy said what it said. Never holds content. `score` is in thousandths.

    `start`: the offset in the reading's text at which the cause begins (a stream is cut there).
    """

    policy: str
    rule: str
    message: str
    path: Path = ()
    score: int | None = None
    start: int | None = None


class Judgement(msgspec.Struct, frozen=True):
    """What one policy says in one phase. `examined` is None when it examined every reading it was shown."""

    verdict: Verdict = Verdict.ALLOW
    edits: tuple[Edit, ...] = ()
    reasons: tuple[Reason, ...] = ()
    examined: frozenset[int] | None = None
    facts: dict[str, Json] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pass:
    """Streaming mode: this policy never needs text to wait."""


@dataclass(frozen=True, slots=True)
class Window:
    """Streaming mode: text may leave as soon as nothing that is still growing could touch it; at most `chars` wait."""

    chars: int


@dataclass(frozen=True, slots=True)
class Buffer:
    """Streaming mode: nothing leaves before the answer is complete."""


StreamMode = Pass | Window | Buffer


class Policy(Protocol):
    """One link of a chain. Frozen after construction; `judge` is pure and thread-safe.

    `reads_text` is False for policies that look at no text (audit-logger, cost-attribution): they do not count as examining it.
    """

    kind: ClassVar[str]
    reads_text: ClassVar[bool]
    phases: frozenset[Phase]

    def streaming(self) -> StreamMode: ...

    def closed_until(self, text: str, start: int) -> int:
        """The greatest offset ≥ *start* such that nothing this policy looks for can begin before it and still grow,
        however *text* goes on. Only asked in `Window` mode.
        """
        ...

    def judge(self, readings: Sequence[Reading], about: About, phase: Phase) -> Judgement: ...

    def account(self, about: About, usage: Usage | None) -> dict[str, Json]:
        """Facts to record once the answer is complete (cost, tokens). Most policies have none."""
        ...
