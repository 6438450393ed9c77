"""Which fields of `/v1/skills` do we read? As the platform's OpenAPI document has them (SkillResource, SkillVersionResource)."""

import msgspec

from watchgate.openai.skills.model import PlatformSkill, PlatformVersion
from watchgate.openai.timestamps import Timestamp, moment


class WireSkill(msgspec.Struct):
    id: str
    name: str
    default_version: str
    latest_version: str
    created_at: Timestamp

    def model(self) -> PlatformSkill:
        return PlatformSkill(
            self.id, self.name, self.default_version, self.latest_version, moment(self.created_at)
        )


class WireSkillList(msgspec.Struct):
    data: list[WireSkill]
    has_more: bool
    last_id: str | None = None


class WireVersion(msgspec.Struct):
    id: str
    skill_id: str
    version: str
    created_at: Timestamp

    def model(self) -> PlatformVersion:
        return PlatformVersion(self.skill_id, self.version, moment(self.created_at))


class WireVersionList(msgspec.Struct):
    data: list[WireVersion]
    has_more: bool
    last_id: str | None = None
