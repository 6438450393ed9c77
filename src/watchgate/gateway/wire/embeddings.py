"""What does `/v1/embeddings` carry? Texts to embed, or token numbers, which are text that we cannot read back."""

from typing import Any

from watchgate.gateway.wire.walk import Found, walk
from watchgate.policy.model import TextSpan, Unread, Usage

ENDPOINT = "embeddings"


def request_texts(document: dict[str, Any]) -> Found:
    """The input texts, and whatever other text the request holds."""
    found = Found()
    for key, value in document.items():
        if key == "input":
            _inputs(value, found)
        elif key != "model" and isinstance(value, str | dict | list):
            walk({key: value}, (), "", found)
    return found


def answer_texts(document: dict[str, Any]) -> tuple[Found, Found]:
    """Vectors are not text: only an error has any."""
    found = Found()
    if isinstance(error := document.get("error"), dict):
        walk(error, ("error",), "assistant", found)
    return found, Found()


def usage(document: dict[str, Any]) -> Usage | None:
    """Tokens of the input."""
    counts = document.get("usage")
    if not isinstance(counts, dict) or not isinstance(counts.get("prompt_tokens"), int):
        return None
    return Usage(input_tokens=counts["prompt_tokens"], output_tokens=0)


def _inputs(value: Any, found: Found) -> None:
    if isinstance(value, str):
        found.spans.append(TextSpan(("input",), value, "user"))
    if not isinstance(value, list):
        return
    for index, item in enumerate(value):
        if isinstance(item, str):
            found.spans.append(TextSpan(("input", index), item, "user"))
        else:
            found.unread.append(
                Unread(("input", index), "tokens", "token numbers are not turned back into text")
            )
            if isinstance(item, int):
                return
