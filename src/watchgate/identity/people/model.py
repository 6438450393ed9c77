"""Who is a person to us, and what may he do?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from unicodedata import normalize
from uuid import UUID

from watchgate.http.permissions import Caller, Permission
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError

MAX_NAME_CHARS = 200
MAX_EMAIL_CHARS = 320


class UnknownPerson(UserError):
    """There is no account with this id."""


class EmailTaken(UserError):
    """There is an account with this e-mail already."""


class LastAdmin(UserError):
    """Nobody could administer Watchgate any more."""


class OwnRights(UserError):
    """Nobody decides what he himself may do."""


class OutOfReach(UserError):
    """It would give, or take over, more than who does it may."""


class State(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class Source(StrEnum):
    LOCAL = "local"
    OIDC = "oidc"


@dataclass(frozen=True, slots=True)
class Person:
    """An account. What it may do is its role and its grants, in its workspaces (None: all)."""

    id: str
    email: str
    name: str
    role: Role
    grants: frozenset[Permission]
    workspaces: frozenset[UUID] | None
    state: State
    source: Source
    created_at: datetime
    password_set_at: datetime | None = None
    last_signed_in_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.state is State.ACTIVE

    def as_caller(self) -> Caller:
        permissions = self.role.permissions | self.grants if self.is_active else frozenset[Permission]()
        return Caller(self.id, self.name, self.role, permissions, self.id, self.workspaces)


def email_key(email: str) -> str:
    """By what accounts are told apart: one person writes his e-mail in many ways."""
    return normalize("NFC", email.strip()).casefold()
