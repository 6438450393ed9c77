"""Which providers do the settings name? Read strictly: an unknown key, role or grant is an error, not a guess."""

import re
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from watchgate.http.permissions import GRANTED_ONLY, Permission
from watchgate.identity.oidc.model import Provider, Rights
from watchgate.identity.roles import Role
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.settings import secret_at

MAX_PROVIDERS = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _is_safe_address(url: str) -> str:
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not is_safe or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("is not an https address without query")
    return url


def _has_openid(scopes: list[str]) -> list[str]:
    if "openid" not in scopes:
        raise ValueError("lacks `openid`")
    return scopes


def _is_grant(grant: Permission) -> Permission:
    if grant not in GRANTED_ONLY:
        raise ValueError(f"is not one of {', '.join(sorted(GRANTED_ONLY))}; others come with a role")
    return grant


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _GroupIn(_Strict):
    role: Role
    grants: list[Annotated[Permission, AfterValidator(_is_grant)]] = []
    workspaces: Annotated[list[UUID], Field(min_length=1)] | None = None


class _ProviderIn(_Strict):
    label: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    issuer: Annotated[str, Field(max_length=500), AfterValidator(_is_safe_address)]
    client_id: Annotated[str, Field(min_length=1, max_length=500)]
    client_secret_ref: Annotated[str, Field(pattern=r"^(env|file):.+")] | None = None
    scopes: Annotated[list[Annotated[str, Field(pattern=r"^[!#-\[\]-~]+$")]], AfterValidator(_has_openid)] = [
        "openid",
        "email",
        "profile",
    ]
    group_claim: Annotated[str, Field(min_length=1, max_length=200)] = "groups"
    groups: Annotated[dict[str, _GroupIn], Field(min_length=1, max_length=1000)]


def providers_of(sign_in: Mapping[str, Any]) -> Mapping[str, Provider]:
    """The providers of the setting `sign_in`, by name. Raises UserError for what makes no sense, or a secret that is not there."""
    if len(sign_in) > MAX_PROVIDERS:
        raise UserError(f"sign_in names {len(sign_in)} providers; there can be {MAX_PROVIDERS}.")
    return {name: _provider(name, said) for name, said in sign_in.items()}


def _provider(name: str, said: object) -> Provider:
    if not _NAME.fullmatch(name):
        raise UserError(
            f"sign_in: {name!r} is no name for a provider. Use a-z, 0-9 and -, at most 40 of them."
        )
    try:
        read = _ProviderIn.model_validate(said)
    except ValidationError as problem:
        raise UserError(_said(name, problem)) from None
    return Provider(
        name,
        read.label or name,
        read.issuer,
        read.client_id,
        _secret(name, read.client_secret_ref),
        tuple(read.scopes),
        read.group_claim,
        {group: _rights(given) for group, given in read.groups.items()},
    )


def _rights(given: _GroupIn) -> Rights:
    workspaces = None if given.workspaces is None else frozenset(given.workspaces)
    return Rights(given.role, frozenset(given.grants), workspaces)


def _secret(name: str, ref: str | None) -> Content | None:
    if ref is None:
        return None
    return Content(secret_at(ref, said_in=f"sign_in.{name}.client_secret_ref"))


def _said(name: str, problem: ValidationError) -> str:
    first = problem.errors()[0]
    place = ".".join(str(part) for part in ("sign_in", name, *first["loc"]) if part != "[key]")
    message = "is not a known key" if first["type"] == "extra_forbidden" else str(first["msg"])
    message = message.removeprefix("Value error, ")
    return (
        f"{place}: {message[:1].lower()}{message[1:]}. docs/single-sign-on.md shows how a provider is set up."
    )
