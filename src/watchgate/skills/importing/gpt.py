"""How does a Custom GPT become a skill? From its configuration, as the compliance API (`GET …/gpts/{id}/configs`) shows it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from watchgate.kernel.errors import UserError
from watchgate.skills.importing.actions import tools_of
from watchgate.skills.importing.model import Imported, as_yaml, id_from, name_from, skill_md

_MAX_TITLE, _MAX_DESCRIPTION, _MAX_STARTERS = 60, 1024, 12
_CAPABILITIES = frozenset({"code_interpreter", "browser", "dall-e", "canvas"})


def import_gpt(raw: str, owner: str, imported_from: str) -> Imported:
    """A skill of a GPT (`compliance.workspace.gpt`), its newest configuration, or one configuration. Raises UserError."""
    config = _configuration(raw)
    title = str(config.get("name") or "A GPT")
    name = name_from(title)
    description = " ".join(str(config.get("description") or title).split())[:_MAX_DESCRIPTION]
    tools, notes = _tools(config)
    manifest: dict[str, Any] = {
        "skill_id": id_from(name),
        "version": "0.1.0",
        "title": title[:_MAX_TITLE],
        "owner": owner,
        **({"tools": tools} if tools else {}),
        **_given("starters", [str(one) for one in config.get("conversation_starters") or []][:_MAX_STARTERS]),
        **_given(
            "capabilities", sorted(_CAPABILITIES & {_type(one) for one in _listed(config.get("tools"))})
        ),
        "provenance": {"imported_from": imported_from},
    }
    files = {
        "SKILL.md": skill_md(
            {"name": name, "description": description}, str(config.get("instructions") or "")
        ),
        "skill.yaml": as_yaml(manifest),
    }
    return Imported(
        name, files, (*notes, *_about_files(config), "It has no tests and no output contract yet.")
    )


def _configuration(raw: str) -> Mapping[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        raise UserError("This is not JSON. Give a GPT as the compliance API shows it.") from None
    for key in ("latest_config", "data"):
        if isinstance(found, dict) and key in found:
            found = found[key]
    if isinstance(found, dict) and "data" in found:
        found = found["data"]
    if isinstance(found, list) and found:
        found = found[0]
    if not isinstance(found, dict) or "instructions" not in found:
        raise UserError("There is no GPT's configuration in this: nothing called `instructions`.")
    return found


def _tools(config: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], list[str]]:
    tools: list[Mapping[str, Any]] = []
    notes: list[str] = []
    for one in _listed(config.get("tools")):
        if _type(one) == "custom_action":
            found, problems = tools_of(str(one.get("action_openapi_raw") or ""))
            tools += found
            notes += [f"Of the Action {one.get('action_domain')}: {problem}" for problem in problems]
        elif _type(one) not in _CAPABILITIES:
            notes.append(f"The capability {_type(one)} has no place in a skill.")
    return tools, notes


def _about_files(config: Mapping[str, Any]) -> Iterator[str]:
    names = [str(one.get("name")) for one in _listed(config.get("files"))]
    if names:
        yield f"Its knowledge files are not in the configuration; put them into references/ and list them: {', '.join(names)}."


def _listed(found: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 -- a list, a page of one, or nothing
    items = found.get("data") if isinstance(found, dict) else found
    return [one for one in items or [] if isinstance(one, dict)]


def _type(tool: Mapping[str, Any]) -> str:
    return str(tool.get("type"))


def _given(key: str, value: list[str]) -> Mapping[str, list[str]]:
    return {key: value} if value else {}
