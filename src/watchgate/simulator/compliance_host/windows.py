"""Into which stretch of time does an event fall, and when is the log file of that stretch finished?"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WORKSPACE_TYPES = (
    "CONVERSATION_MESSAGE",
    "AUDIT_LOG",
    "AUTH_LOG",
    "APP_LOG",
    "APP_AUTH_LOG",
    "CODEX_LOG",
    "CHATGPT_PLUGIN_SPREADSHEET",
    "CODEX_SECURITY_LOG",
    "CUSTOM_AGENTS_LOG",
)
ORGANIZATION_TYPES = ("COSTS", "APP_LOG", "APP_AUTH_LOG")
ALL_TYPES = (*WORKSPACE_TYPES, "COSTS")
_TICKS = 16
"""End times of two types never agree: each type has its own microsecond out of so many."""


class Windows:
    """Time in stretches of *size_s* seconds, numbered since 1970."""

    def __init__(self, size_s: int, seed: int) -> None:
        self.size = timedelta(seconds=size_s)
        self._seed = seed

    def number_at(self, moment: datetime) -> int:
        return (moment - EPOCH) // self.size

    def start(self, window: int) -> datetime:
        return EPOCH + window * self.size

    def end(self, kind: str, window: int) -> datetime:
        """When the last log file of *kind* for *window* is finished: up to a second after the window, never twice the same."""
        digest = blake2b(f"{self._seed}:{kind}:{window}".encode(), digest_size=4).digest()
        ticks = int.from_bytes(digest) % (1_000_000 // _TICKS) * _TICKS + ALL_TYPES.index(kind)
        return self.start(window + 1) + timedelta(microseconds=ticks)
