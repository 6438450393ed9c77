"""How do the keys of skills look in the API?"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from watchgate.hub.keys.model import SkillKey
from watchgate.skills.package.manifest import SKILL_ID


class NewKey(BaseModel):
    """`workspace_id`: whose records they will be; without it, only callers of all workspaces see them."""

    model_config = ConfigDict(extra="forbid")

    skill_id: Annotated[str, Field(pattern=SKILL_ID, max_length=75)]
    workspace_id: UUID | None = None


class KeyOut(BaseModel):
    id: str
    skill_id: str
    workspace_id: UUID | None
    created_at: datetime
    created_by: str
    revoked_at: datetime | None


class KeyMade(KeyOut):
    key: str
    """Shown this once."""


def key_out(key: SkillKey) -> KeyOut:
    return KeyOut(**_plain(key))


def key_made(key: SkillKey, secret: str) -> KeyMade:
    return KeyMade(key=secret, **_plain(key))


def _plain(key: SkillKey) -> dict[str, object]:
    return {name: getattr(key, name) for name in SkillKey.__dataclass_fields__}
