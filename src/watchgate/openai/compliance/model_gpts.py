"""What do we know of a GPT, or of a skill of a workspace, with the text that people wrote into it? That text is `Content`."""

from dataclasses import dataclass
from datetime import datetime

from watchgate.kernel.content import Content
from watchgate.openai.compliance.model_objects import NOT_SHARED


@dataclass(frozen=True, slots=True)
class GptTool:
    """`type`: `code_interpreter`, `browser`, `dall-e`, `memory`, `custom_action`, or one we do not know.

    An Action has its OpenAPI document as text (`openapi`), as somebody has pasted it.
    """

    type: str
    domain: str | None = None
    openapi: Content | None = None
    auth_type: str | None = None


@dataclass(frozen=True, slots=True)
class GptFile:
    """A knowledge file: OpenAI tells its id and name, neither size nor digest."""

    id: str
    name: Content


@dataclass(frozen=True, slots=True)
class GptConfig:
    """One version of a GPT. `is_whole`: all its files and tools are here."""

    id: str
    created_at: datetime | None
    name: Content
    description: Content
    instructions: Content
    starters: tuple[Content, ...]
    files: tuple[GptFile, ...]
    tools: tuple[GptTool, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Gpt:
    """What OpenAI leaves out is None. `recipients`: ids of those it was given to, its owner not among them."""

    id: str
    created_at: datetime | None
    owner_id: str | None
    visibility: str | None
    recipients: frozenset[str] | None
    config: GptConfig | None
    """The newest."""

    @property
    def is_isolated(self) -> bool | None:
        """Nobody but its owner has it. None when OpenAI does not say."""
        if self.visibility is None or self.recipients is None:
            return None
        return self.visibility == NOT_SHARED and not self.recipients


@dataclass(frozen=True, slots=True)
class GptPage:
    """`next`: what the next page begins behind; None ends the list."""

    gpts: tuple[Gpt, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ConfigPage:
    """Versions of one GPT, the newest first."""

    configs: tuple[GptConfig, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RecipientPage:
    """Ids of those that a GPT is shared with by name."""

    ids: tuple[str, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class WorkspaceSkill:
    """A skill that somebody has in ChatGPT. `files`: their paths."""

    id: str
    name: Content
    description: Content
    creator: str | None
    created_at: datetime | None
    updated_at: datetime | None
    surface: str | None
    files: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class SkillPage:
    skills: tuple[WorkspaceSkill, ...]
    next: str | None
