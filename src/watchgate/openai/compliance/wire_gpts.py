"""What does the compliance API send of GPTs and skills? Unknown fields out; what OpenAI may leave out, it may."""

from datetime import datetime

from msgspec import Struct

from watchgate.kernel.content import Content
from watchgate.openai.compliance.model_gpts import Gpt, GptConfig, GptFile, GptTool, WorkspaceSkill
from watchgate.openai.compliance.wire_objects import WireId
from watchgate.openai.timestamps import Timestamp, moment


class WireTool(Struct):
    """`GPTTool`; the fields of an Action stand on `custom_action` alone."""

    type: str
    action_domain: str | None = None
    action_openapi_raw: str | None = None
    auth_type: str | None = None

    def model(self) -> GptTool:
        raw = self.action_openapi_raw
        return GptTool(self.type, self.action_domain, None if raw is None else Content(raw), self.auth_type)


class WireFile(Struct):
    """`GPTFileInfo`."""

    id: str
    name: str = ""


class WireTools(Struct):
    data: list[WireTool] = []
    has_more: bool = False


class WireFiles(Struct):
    data: list[WireFile] = []
    has_more: bool = False


class WireGptConfig(Struct):
    """`GPTConfig`."""

    id: str
    name: str | None = None
    description: str | None = None
    instructions: str | None = None
    conversation_starters: list[str] | None = None
    created_at: Timestamp | None = None
    files: WireFiles | None = None
    tools: WireTools | None = None

    def model(self) -> GptConfig:
        """Raises ValueError."""
        files, tools = self.files or WireFiles(), self.tools or WireTools()
        return GptConfig(
            id=self.id,
            created_at=_moment(self.created_at),
            name=Content(self.name or ""),
            description=Content(self.description or ""),
            instructions=Content(self.instructions or ""),
            starters=tuple(Content(one) for one in self.conversation_starters or ()),
            files=tuple(GptFile(one.id, Content(one.name)) for one in files.data),
            tools=tuple(one.model() for one in tools.data),
            is_whole=not (files.has_more or tools.has_more) and None not in (self.files, self.tools),
        )


class WireConfigList(Struct):
    data: list[WireGptConfig]
    has_more: bool
    last_id: str | None = None


class WireLatest(Struct):
    data: list[WireGptConfig] = []


class WireGptSharing(Struct):
    visibility: str | None = None
    recipients: list[WireId] | None = None


class WireGpt(Struct):
    """`GPT`."""

    id: str
    created_at: Timestamp | None = None
    owner_id: str | None = None
    sharing: WireGptSharing | None = None
    latest_config: WireLatest | None = None

    def model(self) -> Gpt:
        """Raises ValueError."""
        sharing = self.sharing or WireGptSharing()
        newest = (
            self.latest_config.data[0].model() if self.latest_config and self.latest_config.data else None
        )
        return Gpt(
            id=self.id,
            created_at=_moment(self.created_at),
            owner_id=self.owner_id,
            visibility=sharing.visibility,
            recipients=None
            if sharing.recipients is None
            else frozenset(one.id for one in sharing.recipients) - {self.owner_id},
            config=newest,
        )


class WireGptList(Struct):
    data: list[WireGpt]
    has_more: bool
    last_id: str | None = None


class WireSkill(Struct):
    """`Skill`."""

    id: str
    name: str = ""
    description: str = ""
    creator: str | None = None
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    original_product_surface: str | None = None
    files: list[str] = []

    def model(self) -> WorkspaceSkill:
        """Raises ValueError."""
        return WorkspaceSkill(
            id=self.id,
            name=Content(self.name),
            description=Content(self.description),
            creator=self.creator,
            created_at=_moment(self.created_at),
            updated_at=_moment(self.updated_at),
            surface=self.original_product_surface,
            files=tuple(Content(one) for one in self.files),
        )


class WireSkillList(Struct):
    data: list[WireSkill]
    has_more: bool
    cursor: str | None = None


def _moment(stamp: Timestamp | None) -> datetime | None:
    return None if stamp is None else moment(stamp)
