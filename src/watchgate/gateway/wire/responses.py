"""What does `/v1/responses` carry?  Request, response object, and the events of a stream.

A stream says each text up to five times: in deltas, in the `.done` event, in the part, in the item, and in the response
object at the end. Deltas are channels `(output index, part index, kind)`; every later copy is a snapshot. The response object also
echoes parts of the request (instructions, tools, metadata).
"""

from collections.abc import Iterator
from typing import Any

from watchgate.gateway.wire.stream_parts import Delta, Parts
from watchgate.gateway.wire.walk import ROLE_OF_KEY, Found, walk
from watchgate.policy.model import Path, TextSpan, Unread, Usage

ENDPOINT = "responses"
_TERMINAL = frozenset({"response.completed", "response.failed", "response.incomplete", "error"})
_NOT_TEXT = frozenset(
    {"model", "usage", "id", "object", "status", "previous_response_id", "incomplete_details"}
)
_WRITTEN = frozenset({"output", "error", "output_text"})
"""Members of a response object that the model (or the provider) wrote; the others repeat the request."""
_PART_INDEX = ("content_index", "summary_index", "command_index")
_HOSTED_TOOLS = (
    "web_search",
    "file_search",
    "code_interpreter",
    "computer",
    "mcp",
    "shell",
    "local_shell",
    "image_generation",
)


def request_texts(document: dict[str, Any]) -> Found:
    """Every text of a request: input (string or items), instructions, prompt variables, tools, metadata, the rest."""
    found = Found()
    for key, value in document.items():
        match key, value:
            case "model", str():
                continue
            case "input", list():
                for index, item in enumerate(value):
                    _item(item, (key, index), found)
            case (("input" | "instructions"), str()):
                role = "user" if key == "input" else "developer"
                found.spans.append(TextSpan((key,), value, role))
            case _, str() | dict() | list():
                walk({key: value}, (), ROLE_OF_KEY.get(key, ""), found, special=_special)
    return found


def answer_texts(document: dict[str, Any]) -> tuple[Found, Found]:
    """(texts the model wrote, texts that only echo the request) of a response object."""
    written, echoed = Found(), Found()
    for key, value in document.items():
        if key in _NOT_TEXT or not isinstance(value, str | dict | list):
            continue
        walk({key: value}, (), "assistant", written if key in _WRITTEN else echoed, special=_special)
    written.spans = [span for span in written.spans if "logprobs" not in span.path]
    return written, echoed


def usage(document: dict[str, Any]) -> Usage | None:
    """Tokens of a response object, or of the event that carries one."""
    inner = document.get("response", document)
    counts = inner.get("usage") if isinstance(inner, dict) else None
    if not isinstance(counts, dict) or not isinstance(counts.get("input_tokens"), int):
        return None
    return Usage(
        input_tokens=counts["input_tokens"],
        output_tokens=counts.get("output_tokens") or 0,
        cached_input_tokens=(counts.get("input_tokens_details") or {}).get("cached_tokens") or 0,
        reasoning_tokens=(counts.get("output_tokens_details") or {}).get("reasoning_tokens") or 0,
    )


def event_parts(event: dict[str, Any]) -> Parts:
    """The pieces of text in one event, the copies it repeats, and the channels that it ends."""
    parts = Parts()
    kind = str(event.get("type", ""))
    if event.get("logprobs"):
        parts.logprobs.append(("logprobs",))
    if kind.endswith(".delta") and "delta" in event:
        parts.deltas.extend(_deltas(kind.removesuffix(".delta"), event))
        return parts
    if isinstance(response := event.get("response"), dict):
        written, echoed = answer_texts(response)
        parts.snapshots = [_below("response", span) for span in written.spans]
        parts.echoes = [_below("response", span) for span in echoed.spans]
        parts.unread = written.unread
    else:
        found = Found()
        walk(
            {key: value for key, value in event.items() if key != "type"},
            (),
            "assistant",
            found,
            special=_special,
        )
        parts.snapshots = [span for span in found.spans if "logprobs" not in span.path]
        parts.unread = found.unread
    if kind in _TERMINAL:
        parts.ended.append(())
    elif kind == "response.output_item.done":
        parts.ended.append((event.get("output_index", 0),))
    elif kind.endswith((".done", ".completed", ".failed")) and "output_index" in event:
        parts.ended.append((event["output_index"], _part_index(event)))
    return parts


def _deltas(kind: str, event: dict[str, Any]) -> Iterator[Delta]:
    channel = (event.get("output_index", 0), _part_index(event), kind)
    match event["delta"]:
        case str(text) if kind == "response.audio":
            del text  # base64 sound: `unread` says so once the item ends
        case str(text):
            yield Delta(channel, ("delta",), text, is_json=kind.endswith("_arguments"))
        case dict(members):
            for key, text in members.items():
                if isinstance(text, str) and text:
                    yield Delta((*channel, key), ("delta", key), text)


def _part_index(event: dict[str, Any]) -> int:
    return next((event[name] for name in _PART_INDEX if isinstance(event.get(name), int)), 0)


def _below(key: str, span: TextSpan) -> TextSpan:
    return TextSpan((key, *span.path), span.text, span.role, span.is_json)


def _item(item: Any, path: Path, found: Found) -> None:
    if isinstance(item, str):
        found.spans.append(TextSpan(path, item, "user"))
    if not isinstance(item, dict):
        return
    kind = str(item.get("type", "message"))
    role = (
        "tool"
        if kind.endswith("_output")
        else "assistant"
        if kind.endswith("_call") or kind == "reasoning"
        else "user"
    )
    walk(item, path, role, found, special=_special)


def _special(node: dict[str, Any], path: Path, found: Found) -> bool:
    kind = node.get("type")
    if kind == "item_reference":
        found.unread.append(Unread(path, "reference", "the item is kept by the provider and not fetched"))
        return True
    if path == ("prompt",):
        found.unread.append(
            Unread(path, "reference", "the stored prompt is kept by the provider and not fetched")
        )
    elif (
        isinstance(kind, str) and path[:1] == ("tools",) and len(path) == 2 and kind.startswith(_HOSTED_TOOLS)
    ):
        found.unread.append(
            Unread(path, "hosted_tool", "what the provider runs for the model does not pass this gateway")
        )
    return False
