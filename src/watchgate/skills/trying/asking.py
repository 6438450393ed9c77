"""How is a test put to a model? The instructions that a Custom GPT gets, the message, the tools as functions."""

import json
from collections.abc import Mapping
from typing import Any

from watchgate.skills.package.manifest import Test
from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.custom_gpt import instructions
from watchgate.skills.targets.custom_gpt.record_operation import OPERATION, request_schema


def first_request(skill: Skill, test: Test, model: str) -> dict[str, Any]:
    """The body of the first `POST /chat/completions`."""
    tools = functions(skill)
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": instructions.render(skill)},
            {"role": "user", "content": message(skill, test)},
        ],
        **({"tools": tools} if tools else {}),
    }


def message(skill: Skill, test: Test) -> str:
    """What the person says: the parameters as a filled-in form, and what the test adds."""
    fields: Mapping[str, Any] = (skill.manifest.parameters or {}).get("properties", {})
    lines = [
        f"{fields.get(name, {}).get('title', name)}: {_spoken(value)}"
        for name, value in test.parameters.items()
    ]
    return "\n".join([*lines, *([test.message] if test.message else [])]) or skill.manifest.title


def functions(skill: Skill) -> list[dict[str, Any]]:
    """The skill's tools, and the one that leaves a record."""
    tools = [_function(tool.name, tool.description, tool.parameters) for tool in skill.manifest.tools]
    if skill.manifest.output is not None:
        tools.append(
            _function(
                OPERATION, "Keep a record of this run. Call it once, at the end.", request_schema(skill)
            )
        )
    return tools


def _function(name: str, description: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "function",
        "function": {"name": name, "description": description, "parameters": dict(parameters)},
    }


def _spoken(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
