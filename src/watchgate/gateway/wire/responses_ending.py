"""How does a Responses stream end that a policy cut?

Like one that the provider's own filter cut: the open parts and items are closed with what was really sent, then comes
`response.incomplete` with the reason `content_filter`. Sequence numbers go on from the last one that was sent.
"""

from typing import Any

_CLOSING = {"output_text": "text", "refusal": "refusal", "reasoning_text": "text"}
Closing = list[tuple[bytes, dict[str, Any] | None]]


class SentSoFar:
    """Follows the events that really left, to know what is still open."""

    def __init__(self) -> None:
        self._response: dict[str, Any] = {}
        self._items: dict[int, dict[str, Any]] = {}
        self._open: dict[int, dict[int, dict[str, Any]]] = {}
        self._pieces: dict[tuple[int, int], list[str]] = {}
        self._number = -1

    def note(self, event: dict[str, Any]) -> None:
        """*event* has left, as it stands here."""
        if isinstance(number := event.get("sequence_number"), int):
            self._number = number
        output, part = event.get("output_index", 0), event.get("content_index", 0)
        match event.get("type"):
            case "response.created" | "response.in_progress" | "response.queued":
                self._response = event.get("response", {})
            case "response.output_item.added":
                self._items[output] = event.get("item", {})
                self._open[output] = {}
            case "response.output_item.done":
                self._items[output] = event.get("item", {})
                self._open.pop(output, None)
            case "response.content_part.added":
                self._open.setdefault(output, {})[part] = dict(event.get("part", {}))
            case "response.content_part.done":
                self._open.get(output, {}).pop(part, None)
                self._items.get(output, {}).setdefault("content", []).append(event.get("part", {}))
            case "response.output_text.delta" | "response.refusal.delta" | "response.reasoning_text.delta":
                self._pieces.setdefault((output, part), []).append(str(event.get("delta", "")))

    def closing(self) -> Closing:
        """The events that end this stream."""
        events: Closing = []
        for output, parts in sorted(self._open.items()):
            item = self._items[output]
            for index, part in sorted(parts.items()):
                events += self._closed_part(output, index, item, part)
                item = {**item, "content": [*item.get("content", []), part]}
            self._items[output] = item = {**item, "status": "incomplete"}
            events.append(self._event("response.output_item.done", output_index=output, item=item))
        response = {
            **self._response,
            "status": "incomplete",
            "incomplete_details": {"reason": "content_filter"},
            "output": [item for _, item in sorted(self._items.items())],
        }
        return [*events, self._event("response.incomplete", response=response)]

    def _closed_part(self, output: int, index: int, item: dict[str, Any], part: dict[str, Any]) -> Closing:
        where = {"item_id": item.get("id", ""), "output_index": output, "content_index": index}
        kind = str(part.get("type", ""))
        if not (name := _CLOSING.get(kind)):
            return [self._event("response.content_part.done", **where, part=part)]
        part[name] = "".join(self._pieces.get((output, index), ()))
        extra: dict[str, Any] = {"logprobs": []} if kind == "output_text" else {}
        return [
            self._event(f"response.{kind}.done", **where, **{name: part[name]}, **extra),
            self._event("response.content_part.done", **where, part=part),
        ]

    def _event(self, kind: str, **members: Any) -> tuple[bytes, dict[str, Any]]:
        self._number += 1
        return kind.encode(), {"type": kind, "sequence_number": self._number, **members}
