"""What is a model asked, whichever endpoint asked it? Only what decides the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from watchgate.simulator.reply import JsonObject

EndpointName = Literal["chat.completions", "responses"]
ToolKind = Literal["function", "custom"]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool the model may call: a function with a schema, or a custom one that takes free text."""

    name: str
    schema: Mapping[str, Any]
    kind: ToolKind = "function"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `last_text` is the last of any role (a tool's result, say), `user_text` the user's last."""

    endpoint: EndpointName
    model: str
    user_text: str
    last_text: str
    must_call: tuple[Tool, ...] = ()
    output_schema: JsonObject | None = None
    wants_json: bool = False
    script_name: str | None = None
    stop: tuple[str, ...] = ()
    max_tokens: int | None = None
