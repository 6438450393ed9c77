"""By which mail server, to which webhook, in which words? The setting `notices`, read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.remediation.notices.templates import Templates
from watchgate.settings import secret_at


class Security(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    security: Security
    sender: str
    username: str | None
    password: Content | None
    ca_file: Path | None
    timeout_s: float


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: Content = field(repr=False)
    allow_private: bool
    timeout_s: float


@dataclass(frozen=True, slots=True)
class Notifying:
    """What the settings say. Without mail server or webhook, rules that want to give notice by it are refused."""

    mail: MailServer | None
    webhook: Webhook | None
    templates: Templates
    contact: str


def _address(text: str) -> str:
    local, _, domain = text.rpartition("@")
    if not local or not domain or not text.isprintable() or " " in text:
        raise ValueError("is not an e-mail address")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ValueError("is not an https address")
    return text


_Seconds = Annotated[float, Field(gt=0, le=120)]
_Ref = Annotated[str, Field(pattern=r"^(env|file):.+")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _MailIn(_Strict):
    host: Annotated[str, Field(min_length=1, max_length=253)]
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Security = Security.STARTTLS
    sender: Annotated[str, Field(max_length=320), AfterValidator(_address)]
    username: Annotated[str, Field(min_length=1, max_length=320)] | None = None
    password_ref: _Ref | None = None
    ca_file: Path | None = None
    timeout_s: _Seconds = 30

    @model_validator(mode="after")
    def _check_credentials(self) -> Self:
        if (self.username is None) != (self.password_ref is None):
            raise ValueError("has one of `username` and `password_ref`; both are needed, or neither")
        if self.username is not None and self.security is Security.NONE:
            raise ValueError("would send the password in the clear: use `security` starttls or tls")
        return self


class _WebhookIn(_Strict):
    url: Annotated[str, Field(max_length=2000), AfterValidator(_url)]
    secret_ref: _Ref
    allow_private: bool = False
    timeout_s: _Seconds = 10

    @model_validator(mode="after")
    def _check_way(self) -> Self:
        if urlsplit(self.url).scheme == "http" and not self.allow_private:
            raise ValueError("goes over plain http: use https (or `allow_private`, inside your own network)")
        return self


class _WordingIn(_Strict):
    contact: Annotated[str, Field(min_length=1, max_length=300)] = "your administrator"
    subject: str = ""
    text: str = ""
    html: str = ""


class _NoticesIn(_Strict):
    mail: _MailIn | None = None
    webhook: _WebhookIn | None = None
    wording: _WordingIn = Field(default_factory=_WordingIn)


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


def notifying(notices: Mapping[str, Any]) -> Notifying:
    """What the setting `notices` says. Raises UserError for what makes no sense, or a secret that is not there."""
    try:
        said = _NoticesIn.model_validate(notices)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(["notices", *(str(part) for part in first["loc"])])
        message = "is not a known key" if first["type"] == "extra_forbidden" else str(first["msg"])
        raise UserError(f"{place}: {message.removeprefix('Value error, ')}. Correct the setting.") from None
    wording = said.wording
    return Notifying(
        _mail(said.mail) if said.mail else None,
        _webhook(said.webhook) if said.webhook else None,
        Templates(wording.subject, wording.text, wording.html),
        wording.contact,
    )


def _mail(said: _MailIn) -> MailServer:
    ref = said.password_ref
    return MailServer(
        said.host,
        said.port or _PORTS[said.security],
        said.security,
        said.sender,
        said.username,
        Content(secret_at(ref, said_in="notices.mail.password_ref")) if ref else None,
        said.ca_file,
        said.timeout_s,
    )


def _webhook(said: _WebhookIn) -> Webhook:
    secret = Content(secret_at(said.secret_ref, said_in="notices.webhook.secret_ref"))
    return Webhook(said.url, secret, said.allow_private, said.timeout_s)
