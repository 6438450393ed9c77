"""What does a person get to make a Custom GPT of a skill? What goes into which field, the files to add, and the steps."""

import json
from collections.abc import Mapping
from typing import Any

from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.custom_gpt import actions, install, instructions
from watchgate.skills.targets.model import Bundle, Tenant


def gpt_name(skill: Skill, tenant: Tenant) -> str:
    """How the GPT has to be called, so that it is recognised: `{prefix}-{tenant}-{skill_id}`."""
    return f"{tenant.prefix}-{tenant.slug}-{skill.manifest.skill_id}"


def render(skill: Skill, tenant: Tenant) -> Bundle:
    """`gpt.json`, `actions.openapi.yaml`, `knowledge/`, `INSTALL.md`."""
    documents = actions.documents(skill, tenant)
    files = {
        "gpt.json": _json(fields(skill, tenant)),
        "instructions.md": instructions.render(skill).encode(),
        **{name: actions.as_yaml(document) for name, document in documents.items()},
        **{f"knowledge/{_flat(path)}": skill.files[path] for path in skill.manifest.knowledge},
    }
    files["INSTALL.md"] = install.render(skill, tenant, documents).encode()
    return Bundle(f"{gpt_name(skill, tenant)}-{skill.manifest.version}", files)


def fields(skill: Skill, tenant: Tenant) -> Mapping[str, Any]:
    """What the editor's fields are to hold, and which skill it is."""
    return {
        "name": gpt_name(skill, tenant),
        "description": skill.text.front.description,
        "instructions": instructions.render(skill),
        "conversation_starters": list(skill.manifest.starters),
        "capabilities": {
            name: name in skill.manifest.capabilities
            for name in ("browser", "canvas", "code_interpreter", "dall-e")
        },
        "knowledge": [_flat(path) for path in skill.manifest.knowledge],
        "skill": {
            "skill_id": skill.manifest.skill_id,
            "version": skill.manifest.version,
            "digest": skill.digest,
            "archetypes": list(skill.manifest.archetypes),
        },
    }


def _flat(path: str) -> str:
    """Knowledge has no folders."""
    return path.rpartition("/")[2]


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
