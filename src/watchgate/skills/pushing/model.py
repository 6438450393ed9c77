"""What has become of a version at `/v1/skills`?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watchgate.kernel.errors import UserError

DEFAULT_PROJECT = "default"
"""What the one project is called of those who have one."""


class NoPlatformKey(UserError):
    """Nobody has given a key of this project."""


class NotPublished(UserError):
    """Only what is published is handed out."""


class PlatformRefused(UserError):
    """OpenAI has said no, or nothing that we understand."""


class Namesake(UserError):
    """What is called so there is not ours."""


class UnderWay(UserError):
    """Somebody else is at it."""


class Did(StrEnum):
    """What a push has come to."""

    CREATED = "created"
    """A skill that was not there."""
    ADDED = "added"
    """A version of a skill that was there."""
    ADOPTED = "adopted"
    """The very same content was there already, though we had not noted it."""
    MADE_DEFAULT = "made_default"
    """It was there; now it is the version that others get."""
    NOTHING = "nothing"
    """It was there, and is the version that others get."""


@dataclass(frozen=True, slots=True)
class PlatformKey:
    """The key as it may be shown."""

    project: str
    last_four: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a push would come to. What is not there yet has no `remote_id`, or no `remote_version`."""

    did: Did
    project: str
    skill_id: str
    version: str
    digest: str
    remote_id: str | None
    remote_version: str | None


@dataclass(frozen=True, slots=True)
class Pushed:
    """A version as it stands there. `content_digest`: of what was sent, without what stays at home."""

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
