"""What is a session, and when does it end? Its secret lies in the browser's cookie; we keep the SHA-256."""

import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from watchgate.identity.people.model import Person
from watchgate.kernel.errors import UserError
from watchgate.kernel.randomness import random_bytes

MAX_BROWSER_CHARS = 200
SEEN_EVERY = timedelta(minutes=1)
"""How exactly we know when a session was last used."""
_CSRF_PURPOSE = b"watchgate csrf 1"


class SignInRefused(UserError):
    """E-mail and password are not those of somebody who may sign in. Never says which of them is wrong."""


class UnknownSession(UserError):
    """There is no session with this id, or none that the caller may see."""


class Method(StrEnum):
    """How somebody showed who he is."""

    PASSWORD = "password"  # noqa: S105 -- the word, not one
    OIDC = "oidc"
    LINK = "link"
    """By a one-time link, setting a password."""


class EndedBy(StrEnum):
    """Why a session has ended."""

    SIGN_OUT = "sign_out"
    ADMIN = "admin"
    IDLE = "idle"
    AGE = "age"
    PASSWORD = "password"  # noqa: S105 -- the word, not one
    RIGHTS = "rights"
    """The person was disabled or removed, or may do something else than at the sign-in."""
    NEW_SIGN_IN = "new_sign_in"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where somebody comes from. Personal data: shown to himself and to those who manage identities."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts: without being used, and at most."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept of a session: everything but its secret."""

    id: str
    person_id: str
    method: Method
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    rights: bytes
    visitor: Visitor

    def ended_by(self, now: datetime, idle: timedelta, person: Person | None) -> EndedBy | None:
        """Why it is over; None while it goes on."""
        if now >= self.ends_at:
            return EndedBy.AGE
        if now - self.seen_at >= idle:
            return EndedBy.IDLE
        if person is None or not hmac.compare_digest(rights_of(person), self.rights):
            return EndedBy.RIGHTS
        return None


def mint() -> str:
    """A new secret of 256 random bits: a plain hash of it cannot be guessed back."""
    return urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode()


def hash_of(secret: str) -> bytes:
    """What is stored of a secret (32 bytes)."""
    return sha256(secret.encode("utf-8", "surrogateescape")).digest()


def csrf_token_of(secret: str) -> str:
    """What pages of this session send along with changes. It follows from the secret, and does not give it away."""
    digest = hmac.digest(secret.encode("utf-8", "surrogateescape"), _CSRF_PURPOSE, sha256)
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def rights_of(person: Person) -> bytes:
    """A digest of what a person may do and since when by which password: when it changes, his sessions end."""
    workspaces = None if person.workspaces is None else sorted(str(one) for one in person.workspaces)
    password = person.password_set_at.isoformat() if person.password_set_at else None
    rights = [person.state, person.role, sorted(person.grants), workspaces, password]
    return sha256(json.dumps(rights).encode()).digest()
