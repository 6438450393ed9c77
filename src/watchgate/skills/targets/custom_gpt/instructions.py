"""What is a Custom GPT told? The skill's own instructions, what it asks for first, and how a run ends."""

from collections.abc import Iterator, Mapping
from typing import Any

from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.custom_gpt.record_operation import OPERATION

_RECORD = f"""## When you are done

Call `{OPERATION}` once for each run, with a new `client_key`; with the same one if you have to call again. Put into `body` only what its
schema asks for. If the call fails or is refused, say in one line that no record was kept, and go on."""
_FOOTER = """End your reply with the line that it answers as `footer`, word for word, on a line of its own."""


def render(skill: Skill) -> str:
    """The text for the field *Instructions*."""
    parts = [skill.text.instructions.strip(), *_asked_first(skill), *_knowledge(skill), *_ending(skill)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _asked_first(skill: Skill) -> Iterator[str]:
    schema = skill.manifest.parameters
    if schema is None or not schema.get("properties"):
        return
    required = set(schema.get("required", ()))
    lines = [
        _field(name, field, is_required=name in required) for name, field in schema["properties"].items()
    ]
    yield (
        "## What you need first\n\nAsk for what is missing of these, all in one message, before you begin:\n\n"
        + "\n".join(lines)
    )


def _field(name: str, field: Mapping[str, Any], *, is_required: bool) -> str:
    said = [str(field.get("description", "")).strip(), *_choices(field)]
    note = "" if is_required else " (may be left out)"
    return f"- **{field.get('title', name)}**{note}" + "".join(
        f": {text}" for text in [" ".join(filter(None, said))] if text
    )


def _choices(field: Mapping[str, Any]) -> Iterator[str]:
    if "enum" in field:
        yield "One of " + ", ".join(str(one) for one in field["enum"]) + "."
    if "default" in field:
        yield f"Otherwise {field['default']}."


def _knowledge(skill: Skill) -> Iterator[str]:
    """Knowledge has no folders: what the instructions call by path has to be found by its name."""
    named = [path for path in skill.manifest.knowledge if "/" in path and path in skill.text.instructions]
    if named:
        lines = "\n".join(f"- `{path}` is `{path.rpartition('/')[2]}`" for path in named)
        yield f"## Your knowledge files\n\n{lines}"


def _ending(skill: Skill) -> Iterator[str]:
    if skill.manifest.output is not None:
        yield f"{_RECORD} {_FOOTER}" if skill.manifest.telemetry.footer else _RECORD
