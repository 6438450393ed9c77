"""What ties an answer of the provider to the browser that set out? A secret in a cookie, from which all else follows.

secret (cookie) ─┬─ with state → nonce      the id token has to hold it
                 └─ with state → verifier   PKCE: only who has the secret can redeem the code
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from watchgate.kernel.randomness import random_bytes

LIFE = timedelta(minutes=10)
"""So long may somebody take to sign in there."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody sets out to a provider. `next_path`: where to go on to afterwards."""

    state_hash: bytes
    browser_hash: bytes
    provider: str
    redirect_uri: str
    next_path: str
    begun_at: datetime

    def is_over(self, now: datetime) -> bool:
        return now >= self.begun_at + LIFE


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one attempt sends along, and expects to come back."""

    browser: str = field(repr=False)
    state: str = field(repr=False)

    @property
    def nonce(self) -> str:
        return self._derived(b"watchgate oidc nonce 1")

    @property
    def verifier(self) -> str:
        return self._derived(b"watchgate oidc verifier 1")

    def _derived(self, purpose: bytes) -> str:
        key = self.browser.encode("utf-8", "surrogateescape")
        return _text(
            hmac.digest(key, purpose + b"\0" + self.state.encode("utf-8", "surrogateescape"), sha256)
        )


def mint() -> str:
    """256 random bits, as text."""
    return _text(random_bytes(32))


def hash_of(secret: str) -> bytes:
    """What is stored of a secret (32 bytes)."""
    return sha256(secret.encode("utf-8", "surrogateescape")).digest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
