"""Which tools does the request oblige the model to call?"""

from collections.abc import Sequence
from typing import Any

from watchgate.simulator.api_error import invalid
from watchgate.simulator.model_host.question import Tool


def obliged(tools: Sequence[Tool], choice: Any, *, is_parallel: bool) -> tuple[Tool, ...]:  # noqa: ANN401 - a word or an object
    """The calls that *choice* demands.

    `required` calls the first tool, or all of them when the request itself asks for `parallel_tool_calls`;
    `auto` calls none: the simulator answers in text unless a script says otherwise.
    """
    match choice:
        case None | "auto" | "none":
            return ()
        case "required":
            return _some(tools, is_parallel=is_parallel)
        case {"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": list(allowed)}} | {
            "type": "allowed_tools",
            "mode": mode,
            "tools": list(allowed),
        }:
            names = [_name(each) for each in allowed]
            chosen = [tool for tool in tools if tool.name in names]
            return _some(chosen, is_parallel=is_parallel) if mode == "required" else ()
        case {"type": "function" | "custom"}:
            return (_named(tools, _name(choice)),)
        case {"type": str()}:
            return ()  # a tool that OpenAI hosts itself: not simulated, so the answer is text
        case _:
            raise invalid("tool_choice", "expected none, auto, required, or an object that names a tool.")


def _some(tools: Sequence[Tool], *, is_parallel: bool) -> tuple[Tool, ...]:
    if not tools:
        raise invalid("tool_choice", "'tool_choice' is only allowed when 'tools' are specified.")
    return tuple(tools) if is_parallel else (tools[0],)


def _named(tools: Sequence[Tool], name: str | None) -> Tool:
    for tool in tools:
        if tool.name == name:
            return tool
    raise invalid("tool_choice", f"Tool choice '{name}' not found in 'tools' parameter.")


def _name(choice: Any) -> str | None:  # noqa: ANN401 - an object from the request
    """The tool's name: beside `type` in a responses request, one level down in a chat request."""
    match choice:
        case {"name": str(name)} | {"function": {"name": str(name)}} | {"custom": {"name": str(name)}}:
            return name
        case _:
            return None
