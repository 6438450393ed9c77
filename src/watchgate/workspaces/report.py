"""What does a connection test say? One line for each check, and one sentence about the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from watchgate.kernel.clock import rfc3339


class Status(StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Not asked, or not answered; never to be read as ok."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line. `detail` is what was seen; `remedy` what to do, empty when nothing is to be done."""

    check: str
    status: Status
    detail: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "check": self.check,
            "status": self.status.value,
            "detail": self.detail,
            "remedy": self.remedy,
        }


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """`is_usable`: conversation messages can be read, which is the least that watching a workspace needs."""

    workspace_id: UUID
    tested_at: datetime
    is_usable: bool
    summary: str
    remedy: str
    checks: Sequence[Check]

    def as_json(self) -> Mapping[str, Any]:
        return {
            "workspace_id": str(self.workspace_id),
            "tested_at": rfc3339(self.tested_at),
            "is_usable": self.is_usable,
            "summary": self.summary,
            "remedy": self.remedy,
            "checks": [check.as_json() for check in self.checks],
        }
