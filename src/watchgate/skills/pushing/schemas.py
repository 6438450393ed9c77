"""How does it look in the API what stands at `/v1/skills`?"""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from watchgate.skills.package.manifest import SEMVER
from watchgate.skills.pushing.model import DEFAULT_PROJECT, Did, PlatformKey, Preview, Pushed

Project = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class KeyIn(BaseModel):
    """A key of a project of the API platform; it is sealed, and never shown again."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[SecretStr, Field(min_length=8, max_length=500)]


class PlatformKeyOut(BaseModel):
    project: str
    last_four: str
    changed_at: datetime
    changed_by: str


class PlatformKeysOut(BaseModel):
    data: list[PlatformKeyOut]


class PushIn(BaseModel):
    """`version`: else the one in use."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[str, Field(pattern=SEMVER, max_length=100)] | None = None
    project: Project = DEFAULT_PROJECT


class PushedOut(BaseModel):
    """A version as it stands there."""

    project: str
    skill_id: str
    version: str
    digest: str
    content_digest: str
    remote_id: str
    remote_version: str
    is_default: bool
    pushed_at: datetime
    pushed_by: str


class PushOut(BaseModel):
    """`did`: what the push has come to."""

    did: Did
    pushed: PushedOut


class PreviewOut(BaseModel):
    """`did`: what a push would come to. What is not there yet has no `remote_id`, or no `remote_version`."""

    did: Did
    project: str
    skill_id: str
    version: str
    digest: str
    remote_id: str | None
    remote_version: str | None


class PushesOut(BaseModel):
    data: list[PushedOut]


class TakeBackIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    project: Project = DEFAULT_PROJECT


class TakenBackOut(BaseModel):
    """How many versions we had noted."""

    versions: int


def key_out(key: PlatformKey) -> PlatformKeyOut:
    return PlatformKeyOut(**{name: getattr(key, name) for name in PlatformKeyOut.model_fields})


def pushed_out(pushed: Pushed) -> PushedOut:
    return PushedOut(**{name: getattr(pushed, name) for name in PushedOut.model_fields})


def preview_out(preview: Preview) -> PreviewOut:
    return PreviewOut(**{name: getattr(preview, name) for name in PreviewOut.model_fields})
