"""What is wrong with a file, where, and how is it mended?"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""Where in a document: keys and positions from its root."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that somebody has read: its name, for messages, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file. Lines and columns count from 1; 0 when the spot is not known more closely."""

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
