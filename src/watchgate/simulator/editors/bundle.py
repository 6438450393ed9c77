"""What does a person type into the editor who follows the INSTALL.md of a bundle? Its ZIP archive, read as they would."""

import json
from collections.abc import Mapping
from typing import Any

from watchgate.kernel.errors import UserError
from watchgate.simulator.editors.form import GptForm
from watchgate.simulator.skill_folder.archive import unzipped
from watchgate.simulator.skill_folder.unsuitable import UnsuitableError

_FIELDS, _INSTRUCTIONS, _KNOWLEDGE = "gpt.json", "instructions.md", "knowledge/"
_ACTIONS = ".openapi.yaml"


def form_of(archive: bytes) -> GptForm:
    """Raises UserError."""
    try:
        files = unzipped(archive)
    except UnsuitableError as error:
        raise UserError(f"The body must be the ZIP archive of a Custom GPT: {error}") from error
    fields = _fields(files)
    return GptForm(
        name=_text(fields, "name"),
        description=_text(fields, "description"),
        instructions=_instructions(files, fields),
        starters=tuple(_list(fields, "conversation_starters")),
        capabilities=frozenset(name for name, is_on in _switches(fields).items() if is_on),
        actions=tuple(_decoded(path, files[path]) for path in sorted(files) if path.endswith(_ACTIONS)),
        files={
            path.removeprefix(_KNOWLEDGE): content
            for path, content in files.items()
            if path.startswith(_KNOWLEDGE)
        },
    )


def _fields(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    if _FIELDS not in files:
        raise UserError(
            f"The archive has no {_FIELDS} at its top: is it from `skills export --target custom-gpt`?"
        )
    try:
        fields = json.loads(files[_FIELDS])
    except (ValueError, RecursionError) as error:
        raise UserError(f"{_FIELDS} is not JSON: {error}.") from error
    if not isinstance(fields, dict):
        raise UserError(f"{_FIELDS} must be a JSON object.")
    return fields


def _instructions(files: Mapping[str, bytes], fields: Mapping[str, Any]) -> str:
    """All of the file that is made for it, or else the field."""
    if _INSTRUCTIONS in files:
        return _decoded(_INSTRUCTIONS, files[_INSTRUCTIONS])
    return _text(fields, "instructions")


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise UserError(f"{_FIELDS} must say {name}, as text.")
    return value


def _list(fields: Mapping[str, Any], name: str) -> list[str]:
    value = fields.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UserError(f"In {_FIELDS}, {name} must be a list of texts.")
    return value


def _switches(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    value = fields.get("capabilities", {})
    if not isinstance(value, dict):
        raise UserError(f"In {_FIELDS}, capabilities must say of each whether it is on.")
    return value


def _decoded(path: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 text.") from error
