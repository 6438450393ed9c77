"""What would chance have been for this request? Ids, times and luck, all from the seed and the request's number."""

import random
import string

BIRTH = 1_767_225_600
"""The simulated clock starts at 2026-01-01T00:00:00Z and moves one second with each request."""

_ALPHANUMERIC = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"


class Chance:
    """One request's luck. Asked in the same order it gives the same answers, on any machine and Python version."""

    def __init__(self, *, seed: int, number: int) -> None:
        self.created = BIRTH + number
        # Text seeds are hashed with SHA-512, which unlike `hash()` does not change from process to process.
        self.random = random.Random(f"watchgate:{seed}:{number}")  # noqa: S311 - must be repeatable, guards nothing

    def alphanumeric(self, prefix: str, length: int = 29) -> str:
        """An id such as `chatcmpl-…` or `call_…`."""
        return prefix + "".join(self.random.choices(_ALPHANUMERIC, k=length))

    def hex(self, prefix: str, length: int = 48) -> str:
        """An id such as `resp_…`, `msg_…` or `req_…`."""
        return prefix + "".join(self.random.choices(_HEX, k=length))

    def padding(self) -> str:
        """The random text OpenAI adds to delta events, so that their size does not betray the word inside."""
        return "".join(self.random.choices(_ALPHANUMERIC, k=self.random.randint(2, 16)))
