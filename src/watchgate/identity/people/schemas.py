"""How do accounts look on the wire? Strict on the way in; without password or hash on the way out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from watchgate.http.permissions import Permission
from watchgate.identity.people.changes import AS_IT_IS, Changes
from watchgate.identity.people.model import MAX_NAME_CHARS, Person
from watchgate.identity.roles import Role
from watchgate.identity.sessions.schemas import Email, Strict

MAX_WORKSPACES = 1000


def _printable(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("has characters that cannot be printed, or nothing else than spaces")
    return text


Name = Annotated[
    str, Field(min_length=1, max_length=MAX_NAME_CHARS, examples=["Ada Lovelace"]), AfterValidator(_printable)
]
Grant = Literal[Permission.REVEAL, Permission.EMERGENCY]
Grants = Annotated[
    list[Grant], Field(max_length=len(Permission), description="Permissions that no role brings along.")
]
Workspaces = Annotated[
    list[UUID] | None, Field(max_length=MAX_WORKSPACES, description="The only ones he may see; null: all.")
]


class NewUser(Strict):
    email: Email
    name: Name
    role: Role
    grants: Grants = Field(default_factory=list)
    workspaces: Workspaces = None
    invite: bool = Field(default=True, description="Answer with a link by which he sets his password.")

    def limits(self) -> frozenset[UUID] | None:
        return None if self.workspaces is None else frozenset(self.workspaces)


class UserChanges(Strict):
    """What is left out stays as it is."""

    email: Email = ""
    name: Name = ""
    role: Role = Role.VIEWER
    grants: Grants = Field(default_factory=list)
    workspaces: Workspaces = None

    def as_changes(self) -> Changes:
        named = self.model_fields_set
        limits = None if self.workspaces is None else frozenset(self.workspaces)
        return Changes(
            email=self.email if "email" in named else None,
            name=self.name if "name" in named else None,
            role=self.role if "role" in named else None,
            grants=frozenset(self.grants) if "grants" in named else None,
            workspaces=limits if "workspaces" in named else AS_IT_IS,
        )


class UserOut(BaseModel):
    id: str
    email: str
    name: str
    role: str
    grants: list[str] = Field(description="Permissions beside the role's.")
    workspaces: list[UUID] | None = Field(description="The only ones he may see; null: all.")
    state: str = Field(description="active or disabled")
    source: str = Field(description="local, or oidc: signs in with another provider, whose groups decide")
    has_password: bool
    created_at: datetime
    last_signed_in_at: datetime | None


class LinkOut(BaseModel):
    link: str = Field(description="Works once, for seven days; shown this once. Hand it to nobody else.")


class UserMade(UserOut):
    """`link`: shown this once; null without `invite`."""

    link: str | None


def user_out(person: Person) -> UserOut:
    return UserOut.model_validate(_as_dict(person))


def user_made(person: Person, link: str | None) -> UserMade:
    return UserMade.model_validate({**_as_dict(person), "link": link})


def _as_dict(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role.value,
        "grants": sorted(grant.value for grant in person.grants),
        "workspaces": None if person.workspaces is None else sorted(person.workspaces),
        "state": person.state.value,
        "source": person.source.value,
        "has_password": person.password_set_at is not None,
        "created_at": person.created_at,
        "last_signed_in_at": person.last_signed_in_at,
    }
