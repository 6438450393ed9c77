"""What is to become different of an account? Only what is named."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final
from uuid import UUID

from watchgate.http.permissions import Permission
from watchgate.identity.people.model import MAX_EMAIL_CHARS, MAX_NAME_CHARS, Person
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError


class AsItIs(Enum):
    """Not named: None would mean all workspaces."""

    AS_IT_IS = "as it is"


AS_IT_IS: Final = AsItIs.AS_IT_IS


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is None stays; so do workspaces that are AS_IT_IS."""

    email: str | None = None
    name: str | None = None
    role: Role | None = None
    grants: frozenset[Permission] | None = None
    workspaces: frozenset[UUID] | AsItIs | None = AS_IT_IS

    def of(self, person: Person) -> Person:
        """The account as it is to be. Raises UserError when e-mail or name will not do."""
        return replace(
            person,
            email=person.email if self.email is None else checked_email(self.email),
            name=person.name if self.name is None else checked_name(self.name),
            role=self.role or person.role,
            grants=person.grants if self.grants is None else self.grants,
            workspaces=person.workspaces if isinstance(self.workspaces, AsItIs) else self.workspaces,
        )


def checked_email(email: str) -> str:
    """Raises UserError."""
    email = _checked(email, MAX_EMAIL_CHARS, "An e-mail")
    before, _, after = email.rpartition("@")
    if not before or not after or " " in email:
        raise UserError("This is not an e-mail: it looks like ada@example.com. Correct it.")
    return email


def checked_name(name: str) -> str:
    """Raises UserError."""
    return _checked(name, MAX_NAME_CHARS, "A name")


def _checked(text: str, max_chars: int, what: str) -> str:
    text = text.strip()
    if not text or len(text) > max_chars or not text.isprintable():
        raise UserError(f"{what} has 1 to {max_chars} printable characters. Correct it.")
    return text
