"""How do we carry text that belongs to someone else, so that it never reaches a log by accident?"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

_PROCESS_KEY = secrets.token_bytes(32)
"""Low-entropy text (a card number) could be guessed from a bare hash; fingerprints are keyed per process."""


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """Text that belongs to someone else. Printing it shows its length and a keyed fingerprint only."""

    _text: str

    def __repr__(self) -> str:
        digest = hmac.new(_PROCESS_KEY, self._text.encode(errors="surrogatepass"), sha256)
        return f"<Content {len(self._text)} chars #{digest.hexdigest()[:8]}>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __len__(self) -> int:
        return len(self._text)

    def reveal(self) -> str:
        """The text itself. Reviewers search for this word; it never stands inside a log call."""
        return self._text
