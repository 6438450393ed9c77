"""What is an API token, and when is it valid? 32 random bytes, shown once; we keep their SHA-256."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from watchgate.http.permissions import Caller
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError
from watchgate.kernel.randomness import random_bytes

PREFIX = "wg_"
MAX_NAME_CHARS = 100


class UnknownToken(UserError):
    """There is no token with this id."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is kept of a token: everything but itself."""

    id: str
    name: str
    role: Role
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def as_caller(self) -> Caller:
        return Caller(self.id, self.name, self.role, self.role.permissions)


def mint() -> str:
    """A new token. It has 256 random bits, so a plain hash of it cannot be guessed back."""
    return PREFIX + urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode()


def hash_of(token: str) -> bytes:
    """What is stored of a token (32 bytes)."""
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def check_name(name: str) -> str:
    """The name without surrounding white space. Raises UserError when it is empty, too long, or unprintable."""
    name = name.strip()
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise UserError(f"A token's name has 1 to {MAX_NAME_CHARS} printable characters. Choose another.")
    return name
