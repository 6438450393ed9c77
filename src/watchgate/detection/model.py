"""What does detection say about a text?

    Examination
    ├── findings   : Finding…   where, what, how sure, and why (Evidence…)
    ├── injection  : Injection  a score in 0..1 and the signals that make it up
    └── topics     : Topic…     what it is about, when somebody asked for topics

Offsets are code points of the text that was handed in, half-open `[start, end)`.
These values hold no cycles, so the garbage collector need not look at them: a long text may have a hundred thousand.
"""

from typing import Literal

import msgspec

EvidenceKind = Literal["form", "check", "context", "model", "rule"]
"""How it is written; what a check digit or a range says; what stands before it; what a model believes; what a rule knows."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One term of a score: what was seen, and how much it added (or, when negative, took away).

    `[start, end)` is where it was seen, when that is not the finding itself: a context word, say.
    """

    reason: str
    weight: float
    kind: EvidenceKind = "form"
    start: int | None = None
    end: int | None = None

    def shifted(self, by: int) -> "Evidence":
        """The same in a text that begins *by* characters earlier."""
        if self.start is None or self.end is None:
            return self
        return Evidence(self.reason, self.weight, self.kind, self.start + by, self.end + by)


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One detected span. `score` is in 0..1 and is the clamped sum of its evidence."""

    entity: str
    start: int
    end: int
    score: float
    detector: str
    evidence: tuple[Evidence, ...] = ()

    def shifted(self, by: int) -> "Finding":
        """The same in a text that begins *by* characters earlier."""
        return Finding(
            self.entity,
            self.start + by,
            self.end + by,
            self.score,
            self.detector,
            tuple(term.shifted(by) for term in self.evidence),
        )


class Rejection(msgspec.Struct, frozen=True, gc=False):
    """A candidate that is no finding, and why not. Only collected for explanations."""

    entity: str
    start: int
    end: int
    detector: str
    why: str
    evidence: tuple[Evidence, ...] = ()


class Signal(msgspec.Struct, frozen=True, gc=False):
    """One hint that a text tries to give orders to the model. `weight` is in 0..1."""

    name: str
    start: int
    end: int
    weight: float


class Injection(msgspec.Struct, frozen=True, gc=False):
    """How much does this text look like a prompt injection?"""

    score: float
    signals: tuple[Signal, ...] = ()


class Topic(msgspec.Struct, frozen=True, gc=False):
    """A text is about *name*, most clearly around `[start, end)`. `evidence` names the words that counted, with their offsets."""

    name: str
    score: float
    start: int
    end: int
    evidence: tuple[Evidence, ...] = ()

    def shifted(self, by: int) -> "Topic":
        """The same in a text that begins *by* characters earlier."""
        evidence = tuple(term.shifted(by) for term in self.evidence)
        return Topic(self.name, self.score, self.start + by, self.end + by, evidence)


class Examination(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Everything detection saw in one text, from one pass. Topics only when somebody asked for them."""

    findings: tuple[Finding, ...]
    injection: Injection
    topics: tuple[Topic, ...] = ()


NOTHING_INJECTED = Injection(0.0)
NOTHING_SEEN = Examination((), NOTHING_INJECTED)
