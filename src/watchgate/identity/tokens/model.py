"""What is an API token, and when is it valid? 32 random bytes, shown once; we keep their SHA-256."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from watchgate.http.permissions import GRANTED_ONLY, Caller, Permission
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError
from watchgate.kernel.randomness import random_bytes

PREFIX = "wg_"
MAX_NAME_CHARS = 100


class UnknownToken(UserError):
    """There is no token with this id."""


class State(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


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
    permissions: frozenset[Permission] | None = None
    """Just these; None: those of the role."""
    workspaces: frozenset[UUID] | None = None
    """Only in these; None: in all that the owner may see."""
    person_id: str | None = None
    """Whose it is; None for one that was made on the machine and belongs to nobody."""

    def state(self, now: datetime) -> State:
        if self.revoked_at is not None:
            return State.REVOKED
        return State.VALID if self.expires_at is None or now < self.expires_at else State.EXPIRED

    def is_valid(self, now: datetime) -> bool:
        return self.state(now) is State.VALID

    @property
    def at_most(self) -> frozenset[Permission]:
        """What it may if its owner still may all of it."""
        return self.role.permissions if self.permissions is None else self.permissions

    def is_seen_by(self, caller: Caller) -> bool:
        """By itself, by its owner who is signed in, and by those who manage identities."""
        return caller.id in {self.id, self.person_id} or caller.may(Permission.IDENTITY)

    def as_caller(self, owner: Caller | None = None) -> Caller:
        """Who acts with it, and what it may do now: never more than its *owner* may at this moment."""
        permissions, workspaces = self.at_most, self.workspaces
        if owner is not None:
            permissions &= owner.permissions
            workspaces = both(workspaces, owner.workspaces)
        name = owner.name if owner is not None else self.name
        return Caller(self.id, name, self.role, permissions, self.person_id, workspaces)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a new token is to do."""

    role: Role
    permissions: frozenset[Permission] | None = None
    workspaces: frozenset[UUID] | None = None


def both(one: frozenset[UUID] | None, other: frozenset[UUID] | None) -> frozenset[UUID] | None:
    """The workspaces in both limits; None is no limit."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


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


def check_scope(scope: Scope, owner: Caller | None) -> None:
    """Raises UserError when a token of this scope would do more than its *owner* may (or than the role can be granted)."""
    allowed = scope.role.permissions | GRANTED_ONLY if owner is None else owner.permissions
    wanted = scope.role.permissions if scope.permissions is None else scope.permissions
    if beyond := sorted(one.value for one in wanted - allowed):
        raise UserError(f"This token would do more than it may: {', '.join(beyond)}. Ask for less.")
    if owner is None or owner.workspaces is None:
        return
    if scope.workspaces is None or scope.workspaces - owner.workspaces:
        raise UserError("You are limited to some workspaces: name those of them that the token is for.")
