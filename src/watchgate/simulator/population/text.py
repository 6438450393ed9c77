"""Which text does a message event carry? The one in which planted positions count."""

from typing import Any


def text_of(body: dict[str, Any]) -> str | None:
    """The text of a message event, in which planted positions count; None where it has none."""
    content = body.get("message", {}).get("content") or {}
    text = content.get("quote") if content.get("type") == "quotation" else content.get("value")
    return text if isinstance(text, str) else None
