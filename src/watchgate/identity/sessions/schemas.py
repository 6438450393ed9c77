"""How do signing in and sessions look on the wire? Passwords come in and never go out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from watchgate.http.credentials import SignedIn
from watchgate.http.permissions import Caller
from watchgate.identity.sessions.model import Session
from watchgate.kernel.content import Content

_MAX_EMAIL_CHARS = 320


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("not printable")
    return text


Email = Annotated[
    str,
    Field(min_length=1, max_length=_MAX_EMAIL_CHARS, examples=["ada@example.com"]),
    AfterValidator(_printable),
]
Password = Annotated[SecretStr, Field(min_length=1, max_length=1024)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class SignInIn(Strict):
    email: Email
    password: Password


class PasswordIn(Strict):
    old: Password
    new: Password


class CallerOut(BaseModel):
    """Who is calling and what he may do. `session` and `csrf_token` are null for a token."""

    id: str
    name: str
    role: str
    permissions: list[str] = Field(description="What the routes ask for, by name.")
    workspaces: list[UUID] | None = Field(description="The workspaces that can be seen; null: all.")
    person_id: str | None = Field(description="The person who is signed in, or whose token it is.")
    session_id: str | None
    csrf_token: str | None = Field(description="To be sent as `X-CSRF-Token` with every change.")


class SessionOut(BaseModel):
    id: str
    person_id: str
    method: str = Field(description="password, oidc or link")
    created_at: datetime
    last_seen_at: datetime = Field(description="To the minute.")
    ends_at: datetime = Field(description="At the latest; sooner when it is not used.")
    address: str
    browser: str
    is_current: bool = Field(description="The one that asks.")


class SessionsOut(BaseModel):
    data: list[SessionOut]


class EndedOut(BaseModel):
    ended: int


def caller_out(caller: Caller, signed_in: SignedIn | None) -> CallerOut:
    return CallerOut(
        id=caller.id,
        name=caller.name,
        role=caller.role,
        permissions=sorted(one.value for one in caller.permissions if caller.may(one)),
        workspaces=None if caller.workspaces is None else sorted(caller.workspaces),
        person_id=caller.person_id,
        session_id=signed_in.session_id if signed_in else None,
        csrf_token=signed_in.csrf_token if signed_in else None,
    )


def session_out(session: Session, current: SignedIn | None) -> SessionOut:
    return SessionOut(
        id=session.id,
        person_id=session.person_id,
        method=session.method.value,
        created_at=session.created_at,
        last_seen_at=session.seen_at,
        ends_at=session.ends_at,
        address=session.visitor.address,
        browser=session.visitor.browser,
        is_current=current is not None and current.session_id == session.id,
    )


def content(secret: SecretStr) -> Content:
    return Content(secret.get_secret_value())
