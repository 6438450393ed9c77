"""What is wrong with a pack, where, and how is it mended?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from watchgate.kernel.errors import UserError
from watchgate.policy.model import Path

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Source:
    """A pack file that somebody has read: its name, for messages, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a pack file. Lines and columns count from 1; 0 when the spot is not known more closely."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` is the key it concerns (`policies.policy.pii-detector.action`), empty for the whole file."""

    place: Place
    path: str
    message: str
    suggestion: str = ""
    severity: Severity = "error"

    @property
    def file(self) -> str:
        return self.place.file

    @property
    def line(self) -> int:
        return self.place.line

    @property
    def column(self) -> int:
        return self.place.column

    def __str__(self) -> str:
        about = f"`{self.path}`: " if self.path else ""
        remedy = f" {self.suggestion}" if self.suggestion else ""
        return f"{self.place}: {self.severity}: {about}{self.message}{remedy}"

    def as_json(self) -> dict[str, str | int]:
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "severity": self.severity,
            "message": self.message,
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True, slots=True)
class Complaint:
    """A problem whose place is not known yet: `path` is relative to whatever is complaining.

    `is_about_key`: the key itself is the trouble, not its value.
    """

    path: Path
    message: str
    suggestion: str = ""
    severity: Severity = "error"
    is_about_key: bool = False


class PackError(UserError):
    """The pack cannot be used. `problems` holds every error, and the warnings found beside them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if problem.severity == "error"]
        more = f" ({len(errors) - 1} more: run `watchgate policy lint`)" if len(errors) > 1 else ""
        super().__init__(f"{errors[0]}{more}" if errors else "The pack cannot be used.")
