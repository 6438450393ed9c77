"""What does the doctor say? One line for each thing that was looked at, with the remedy where something is wrong."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from watchgate.settings import Settings
from watchgate.storage.database import Database


class Status(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """It works, but somebody should look at it; or nobody could look."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Line:
    """`detail` is what was seen; `remedy` what to do, empty when nothing is to be done."""

    check: str
    status: Status
    detail: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """As `--json` has it."""
        return asdict(self)


Lines = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Stored:
    """What checks of the stored things look at: a database whose schema is complete."""

    settings: Settings
    database: Database


def ok(check: str, detail: str) -> Line:
    return Line(check, Status.OK, detail)


def warning(check: str, detail: str, remedy: str = "") -> Line:
    return Line(check, Status.WARNING, detail, remedy)


def failed(check: str, detail: str, remedy: str = "") -> Line:
    return Line(check, Status.FAILED, detail, remedy)
