"""What does a run of a test come to?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    """The answer is not what the test expects."""
    BLOCKED = "blocked"
    """A policy of the gateway refused."""
    BROKEN = "broken"
    """There was no answer, or the conversation came to no end."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool that the model has called."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a conversation came to: the last text, the tools called on the way, the records that keep the contract."""

    text: str
    calls: Sequence[Call] = ()
    records: int = 0
    refused_records: Sequence[str] = ()
    """Why records that were emitted do not keep the contract."""
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """One test. `reasons`: one sentence for everything that does not hold."""

    name: str
    outcome: Outcome
    reasons: Sequence[str] = ()
    seconds: float = 0.0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All tests of one version, which its digest names."""

    skill_id: str
    version: str
    digest: str
    model: str
    results: Sequence[Result] = field(default_factory=tuple)

    @property
    def has_passed(self) -> bool:
        return all(one.outcome is Outcome.PASSED for one in self.results)
