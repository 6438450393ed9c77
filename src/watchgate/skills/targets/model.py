"""What is a target given, and what does it make of a skill?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Target(StrEnum):
    """Where a skill can go."""

    OPENAI_SKILLS = "openai-skills"
    """OpenAI's API platform, `/v1/skills`. Automatic."""
    CHATGPT_SKILL = "chatgpt-skill"
    """A ChatGPT workspace's skills: a ZIP that a person uploads."""
    CUSTOM_GPT = "custom-gpt"
    """A Custom GPT: a bundle that a person copies into the editor. No API creates one."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whose bundles they are: names begin with `{prefix}-{slug}-`; records go to *hub_url*."""

    prefix: str
    slug: str
    hub_url: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """A skill rendered for a target. `files`: path → bytes, in an archive called *name*.zip."""

    name: str
    files: Mapping[str, bytes]
