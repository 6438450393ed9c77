"""Which steps does a person take to make a Custom GPT of the bundle? In words that outlive the next look of the editor."""

from collections.abc import Iterable, Mapping
from typing import Any

from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.model import Tenant

_CAPABILITIES = {
    "browser": "Web search",
    "canvas": "Canvas",
    "code_interpreter": "Code interpreter and data analysis",
    "dall-e": "Image generation",
}


def render(skill: Skill, tenant: Tenant, documents: Mapping[str, Any]) -> str:
    """`INSTALL.md`."""
    steps = [
        "In ChatGPT, in the workspace, choose to create a GPT, and go to the part where it is configured by hand.",
        f"**Name**: `{tenant.prefix}-{tenant.slug}-{skill.manifest.skill_id}`, exactly: by it Watchgate recognises the GPT.",
        "**Description**: what `gpt.json` has as `description`.",
        "**Instructions**: all of `instructions.md`. Change nothing: a change is reported as drift.",
        *_starters(skill),
        *_knowledge(skill),
        f"**Capabilities**: {_capabilities(skill)}",
        *_actions(documents),
        "Save it. Share it with the groups of the skill's archetypes"
        + (
            f" ({', '.join(skill.manifest.archetypes)})."
            if skill.manifest.archetypes
            else ", or leave it with yourself."
        ),
        "Wait some minutes, then ask `watchgate skills presence --look`: it says whether the GPT is what it should be.",
    ]
    numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    return (
        f"# Installing {skill.manifest.title}\n\n"
        f"Version {skill.manifest.version}, `{skill.digest}`. OpenAI has no interface that creates a GPT, so this part is by hand.\n\n"
        f"{numbered}\n"
    )


def _starters(skill: Skill) -> Iterable[str]:
    if skill.manifest.starters:
        yield "**Conversation starters**: " + "; ".join(f"`{one}`" for one in skill.manifest.starters) + "."


def _knowledge(skill: Skill) -> Iterable[str]:
    if skill.manifest.knowledge:
        yield "**Knowledge**: upload every file of the folder `knowledge/`."


def _capabilities(skill: Skill) -> str:
    said = [
        f"{label} {'on' if name in skill.manifest.capabilities else 'off'}"
        for name, label in _CAPABILITIES.items()
    ]
    return ", ".join(said) + "."


def _actions(documents: Mapping[str, Any]) -> Iterable[str]:
    for name, document in documents.items():
        url = document["servers"][0]["url"]
        if "securitySchemes" in document["components"]:
            auth = "Authentication: API key, of type Bearer; the key is the one that `watchgate hub keys make` prints for this skill."
        else:
            auth = "Authentication: what the tool's owner asks for."
        yield f"**Actions**: create one for {url} and paste `{name}` as its schema. {auth}"
