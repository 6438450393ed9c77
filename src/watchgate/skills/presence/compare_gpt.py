"""Is a GPT what the bundle says? Field by field, Actions by what their documents mean, knowledge by name."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml

from watchgate.openai.compliance.model_gpts import GptConfig, GptTool
from watchgate.skills.package.skill import Skill
from watchgate.skills.presence.diffing import lines_change, text_change
from watchgate.skills.presence.model import PartChange
from watchgate.skills.targets.custom_gpt import actions
from watchgate.skills.targets.custom_gpt.bundle import fields
from watchgate.skills.targets.model import Tenant

_MOST_CHARS = 300_000
"""Of an Action's document that is read."""
_MOST_ACTIONS = 20
_NOT_COMPARED = frozenset({"canvas", "memory"})
"""Capabilities that OpenAI does not show, or that no bundle can ask for."""
_ACTION = "custom_action"


def compare(skill: Skill, tenant: Tenant, found: GptConfig) -> tuple[PartChange, ...]:
    """Everything in which *found* is not the bundle of *skill*."""
    return tuple(_changes(fields(skill, tenant), actions.documents(skill, tenant), found))


def _changes(
    wanted: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]], found: GptConfig
) -> Iterator[PartChange]:
    yield from _texts(wanted, found)
    starters = [one.reveal().strip() for one in found.starters if one.reveal().strip()]
    if starters != [one.strip() for one in wanted["conversation_starters"]]:
        yield lines_change("starters", wanted["conversation_starters"], starters)
    capabilities = sorted(name for name, is_on in wanted["capabilities"].items() if is_on)
    capabilities = [name for name in capabilities if name not in _NOT_COMPARED]
    are_on = sorted({tool.type for tool in found.tools} - _NOT_COMPARED - {_ACTION})
    if capabilities != are_on:
        yield lines_change("capabilities", capabilities, are_on)
    yield from _actions(documents, [tool for tool in found.tools if tool.type == _ACTION])
    names = sorted(one.name.reveal() for one in found.files)
    if names != sorted(wanted["knowledge"]):
        yield lines_change("knowledge", sorted(wanted["knowledge"]), names)
    if not found.is_whole:
        yield PartChange("knowledge", "OpenAI did not list all of its files and tools")


def _texts(wanted: Mapping[str, Any], found: GptConfig) -> Iterator[PartChange]:
    for change in (
        text_change("name", wanted["name"], found.name.reveal()),
        text_change("description", wanted["description"], found.description.reveal()),
        text_change("instructions", wanted["instructions"], found.instructions.reveal()),
    ):
        if change is not None:
            yield change


def _actions(documents: Mapping[str, Mapping[str, Any]], found: list[GptTool]) -> Iterator[PartChange]:
    left = [(tool, _parsed(tool)) for tool in found[:_MOST_ACTIONS]]
    if len(found) > _MOST_ACTIONS:
        yield PartChange("actions", f"it has more than {_MOST_ACTIONS} Actions", added=len(found))
    for wanted in documents.values():
        host = _host(wanted)
        at = next((n for n, (tool, said) in enumerate(left) if host in {_host(said), tool.domain}), None)
        if at is None:
            yield lines_change("actions", _told(wanted), [], "an Action is missing")
            continue
        tool, said = left.pop(at)
        if not said:
            yield PartChange("actions", "its document cannot be read", removed=len(_told(wanted)))
        elif said != wanted:
            yield lines_change("actions", _told(wanted), _told(said))
        if "securitySchemes" in wanted["components"] and tool.auth_type == "none":
            yield PartChange("actions", "it no longer signs in with the skill's key")
    for _, said in left:
        yield lines_change("actions", [], _told(said), "an Action too many")


def _parsed(tool: GptTool) -> Mapping[str, Any]:
    """What the document says; empty when it cannot be read. Anchors and aliases, which can be made to explode, are not read."""
    raw = tool.openapi.reveal() if tool.openapi else ""
    try:
        said = _read(raw) if len(raw) <= _MOST_CHARS else None
        return json.loads(json.dumps(said)) if isinstance(said, dict) else {}
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return {}


def _read(raw: str) -> object:
    """JSON is YAML, but read much faster as what it is."""
    try:
        return json.loads(raw)
    except ValueError:
        return yaml.load(raw, Loader=_Plain)  # noqa: S506 -- a safe loader


class _Plain(yaml.SafeLoader):
    """Knows no aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 -- as PyYAML has it
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def _told(document: Mapping[str, Any]) -> list[str]:
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False).splitlines()


def _host(document: Mapping[str, Any]) -> str | None:
    try:
        return urlsplit(str(document["servers"][0]["url"])).hostname
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None
