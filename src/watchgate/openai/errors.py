"""What can go wrong when we ask OpenAI, in four words that say what to do next?

Messages name the route and the status, never an answer's body (it may hold content), an id of a person, or more of a key
than its last four characters.
"""

from datetime import timedelta
from typing import Literal

Reason = Literal["rate_limited", "server", "timeout", "network", "tls", "damaged", "expired", "resting"]
"""Why to try again: `rate_limited` (429, or our own budget), `server` (5xx), `timeout`, `network` (no connection, or it
broke), `tls` (the certificate is not trusted), `damaged` (size or hash differ), `expired` (a signed URL), `resting` (the
host has failed so often that we leave it alone for a while)."""


class OpenAIFailure(Exception):
    """An answer we did not get. Always one of the four below."""

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status, or None when there was none."""


class NeedsAttention(OpenAIFailure):
    """A person has to act (401, 403): the key is wrong or may not do this. Trying again is of no use."""

    def __init__(self, message: str, remedy: str, *, status: int | None = None) -> None:
        super().__init__(message, status=status)
        self.remedy = remedy
        """What to do, in one or two sentences."""


class Gone(OpenAIFailure):
    """What was asked for is not there: 404 (never, or not for this key), 410 (no longer)."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message, status=status)
        self.status: int = status


class TryAgain(OpenAIFailure):
    """It may well work later; after *after* when that is known. Patience within one call is exhausted already."""

    def __init__(
        self, message: str, *, reason: Reason, after: timedelta | None = None, status: int | None = None
    ) -> None:
        super().__init__(message, status=status)
        self.reason: Reason = reason
        self.after = after


class Unsure(TryAgain):
    """We have asked for a change, and nothing tells whether it took effect. Ask for the same again: what is gone answers 404."""


class Unexpected(OpenAIFailure):
    """The answer is not what the contract says (other statuses, a body of another shape, an unsafe redirect)."""


class TooLarge(Unexpected):
    """There is more of it than the caller's limit; nothing beyond the limit was read."""
