"""How do API tokens look on the wire? The token itself goes out once, when it is made."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from watchgate.http.permissions import Permission
from watchgate.identity.people.schemas import MAX_WORKSPACES, UserOut
from watchgate.identity.roles import Role
from watchgate.identity.sessions.schemas import Strict
from watchgate.identity.tokens.model import MAX_NAME_CHARS, ApiToken, Scope


def _printable(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("has characters that cannot be printed, or nothing else than spaces")
    return text


class NewToken(Strict):
    """What is left out is as wide as the role, and as its owner."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARS), AfterValidator(_printable)]
    role: Role
    permissions: list[Permission] | None = Field(
        default=None, min_length=1, max_length=100, description="Just these; null: those of the role."
    )
    workspaces: list[UUID] | None = Field(
        default=None, max_length=MAX_WORKSPACES, description="Only in these; null: in all of yours."
    )
    expires_in_days: int = Field(default=90, ge=1, le=3650)

    def scope(self) -> Scope:
        permissions = None if self.permissions is None else frozenset(self.permissions)
        return Scope(self.role, permissions, None if self.workspaces is None else frozenset(self.workspaces))


class TokenOut(BaseModel):
    id: str
    name: str
    person_id: str | None = Field(description="Whose it is; null: made on the machine, belongs to nobody.")
    role: str
    permissions: list[str] = Field(description="At most these, and never more than its owner has now.")
    workspaces: list[UUID] | None = Field(description="Only in these; null: in all of its owner's.")
    state: Literal["valid", "expired", "revoked"]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute.")
    revoked_at: datetime | None


class TokenMade(TokenOut):
    """`token`: shown this once."""

    token: str


class MeOut(BaseModel):
    """Who asks: a session or a token, and the account behind it, if there is one."""

    id: str
    name: str
    role: str
    permissions: list[str] = Field(description="What the routes ask for, by name.")
    workspaces: list[UUID] | None = Field(description="The workspaces that can be seen; null: all.")
    account: UserOut | None


def token_out(token: ApiToken, now: datetime) -> TokenOut:
    return TokenOut.model_validate(_as_dict(token, now))


def token_made(token: ApiToken, secret: str, now: datetime) -> TokenMade:
    return TokenMade.model_validate({**_as_dict(token, now), "token": secret})


def _as_dict(token: ApiToken, now: datetime) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "person_id": token.person_id,
        "role": token.role.value,
        "permissions": sorted(one.value for one in token.at_most),
        "workspaces": None if token.workspaces is None else sorted(token.workspaces),
        "state": token.state(now).value,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
    }
