"""Would ChatGPT take the skill's tools as Actions?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from watchgate.documents.problems import Place, Problem
from watchgate.skills.lint.model import Subject, over
from watchgate.skills.package import manifest
from watchgate.skills.package.manifest import Tool
from watchgate.skills.targets.model import Target

_HTTPS_PORT = 443


def check(subject: Subject) -> Iterator[Problem]:
    if Target.CUSTOM_GPT not in subject.targets:
        return
    tools, limits = subject.skill.manifest.tools, subject.limits.custom_gpt
    yield from over(
        limits["operations"], len(tools) + 1, manifest.FILE, "operations for custom-gpt", "Leave some out."
    )
    places: dict[tuple[str, str], str] = {}
    for tool in tools:
        yield from _described(subject, tool)
        yield from _reachable(tool)
        called = (tool.endpoint.method, tool.endpoint.url)
        if called in places:
            yield _about(
                tool, f"It is called just like `{places[called]}`.", "Give it an address of its own."
            )
        places[called] = tool.name


def _described(subject: Subject, tool: Tool) -> Iterator[Problem]:
    limits = subject.limits.custom_gpt
    yield from over(
        limits["operation_description_characters"],
        len(tool.description),
        manifest.FILE,
        f"characters of description of the tool `{tool.name}`",
        "Shorten it.",
    )
    for name, field in tool.parameters.get("properties", {}).items():
        text = field.get("description", "") if isinstance(field, dict) else ""
        yield from over(
            limits["parameter_description_characters"],
            len(str(text)),
            manifest.FILE,
            f"characters of description of the parameter `{name}` of `{tool.name}`",
            "Shorten it.",
        )


def _reachable(tool: Tool) -> Iterator[Problem]:
    parts = urlsplit(tool.endpoint.url)
    if (parts.port or _HTTPS_PORT) != _HTTPS_PORT:
        yield _about(tool, "ChatGPT calls Actions on port 443 only.", "Leave the port out.")
    if (
        parts.hostname is None
        or "." not in parts.hostname
        or parts.hostname.endswith((".local", ".internal", ".localhost"))
    ):
        yield _about(tool, "ChatGPT cannot reach this host from outside.", "Use a public name.")


def _about(tool: Tool, message: str, remedy: str) -> Problem:
    return Problem(Place(manifest.FILE), f"tools.{tool.name}", message, remedy)
