"""Of which skill is a request? What the client says of it: in headers of ours, in `metadata`, or by the skills of a shell tool.

    X-Watchgate-Skill: incident.postmortem@sha256:…    our name, our digest, or both
    X-Watchgate-Run: …                                  which run of it: several exchanges may be of one
    metadata.watchgate_skill, .watchgate_run            the same, where headers cannot be set
    tools[].environment.skills[].skill_id               a skill of `/v1/skills` (Responses API, shell tool)

It is written into the closing entry, so that use and cost can be counted. It is the client's word, and decides nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

_NAMED = re.compile(
    r"(?P<id>[a-z][a-z0-9_]{0,30}\.[a-z][a-z0-9_]{0,40})?(?:@?(?P<digest>sha256:[0-9a-f]{64}))?"
)
_RUN = re.compile(r"[\x21-\x7e]{1,100}")
_PLATFORM = re.compile(r"[A-Za-z0-9_-]{1,100}")


def skill_of(headers: Mapping[bytes, bytes], document: Mapping[str, Any]) -> dict[str, str]:
    """`id`, `digest`, `platform_id`, `run`, as far as they were said; empty when no skill was. What has another form was not said."""
    metadata = document.get("metadata")
    told = metadata if isinstance(metadata, dict) else {}
    said = _header(headers, b"x-watchgate-skill") or told.get("watchgate_skill")
    found = _NAMED.fullmatch(said) if isinstance(said, str) else None
    skill = {name: value for name, value in found.groupdict().items() if value} if found else {}
    if not skill and (platform_id := _of_shell(document)):
        skill = {"platform_id": platform_id}
    run = _header(headers, b"x-watchgate-run") or told.get("watchgate_run")
    return {**skill, "run": run} if skill and isinstance(run, str) and _RUN.fullmatch(run) else skill


def _header(headers: Mapping[bytes, bytes], name: bytes) -> str | None:
    value = headers.get(name)
    return value.decode("latin-1") if value else None


def _of_shell(document: Mapping[str, Any]) -> str | None:
    """The one skill that a shell tool is given; None of several: whose run would it be?"""
    tools = document.get("tools")
    skills = [skill for tool in (tools if isinstance(tools, list) else ()) for skill in _skills(tool)]
    named = [skill.get("skill_id") for skill in skills if isinstance(skill, dict)]
    names = {name for name in named if isinstance(name, str) and _PLATFORM.fullmatch(name)}
    return names.pop() if len(names) == 1 else None


def _skills(tool: object) -> list[Any]:
    environment = tool.get("environment") if isinstance(tool, dict) else None
    skills = environment.get("skills") if isinstance(environment, dict) else None
    return skills if isinstance(skills, list) else []
