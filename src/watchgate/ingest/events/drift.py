"""What does OpenAI send that we do not know? Counted, so that a change of the format is an alarm and not a silence."""

from collections import Counter
from typing import Any

from watchgate.ingest.events.fields import child, short_text
from watchgate.ingest.events.model import MESSAGE
from watchgate.ingest.events.other import ENVELOPE
from watchgate.ingest.events.scanned_fields import OF_DETAILS

MAX_NAMES = 200
"""Of each kind; what comes later is counted under `OTHERS`."""
OTHERS = "(others)"
_MAX_NAME_CHARS = 120

_DETAILED = ENVELOPE | {"event_type", "client_id", "workspace_id", "event_details"}
_KNOWN: dict[str, frozenset[str]] = {
    MESSAGE: ENVELOPE | {"previous_message_id", "message", "conversation"},
    "AUDIT_LOG": ENVELOPE
    | {"action", "action_result", "action_privilege", "request_metadata", "action_data"},
    "AUTH_LOG": ENVELOPE | {"request_metadata", "action_data"},
    "APP_LOG": ENVELOPE
    | {"app_id", "app_name", "app_type", "conversation_id", "log_type", "input", "output"},
    "APP_AUTH_LOG": ENVELOPE | {"app_id", "link_id", "action"},
    "COSTS": ENVELOPE | {"payload"},
    **dict.fromkeys(OF_DETAILS, _DETAILED),
}
_OF_MESSAGE = frozenset({"id", "created_at", "author", "content", "files"})
_OF_CONVERSATION = frozenset(
    {
        *("id", "title", "gpt_id", "gpt_name", "project_id", "project_name"),
        *("created_at", "is_pinned", "is_temporary_chat", "mode"),
    }
)


class SchemaDrift:
    """Counts by name. `types`: event types, and `TYPE/SUBTYPE`. `fields`: `TYPE.field`, `TYPE.message.field`."""

    def __init__(self) -> None:
        self.types: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()

    def note(self, value: Any) -> None:  # noqa: ANN401 -- JSON has no other type
        """Count what is unknown in the event *value*; what is no event is not."""
        if not isinstance(value, dict) or not isinstance(kind := value.get("type"), str):
            return
        known = _KNOWN.get(kind)
        if known is None:
            _count(self.types, kind)
            return
        self._note_fields(kind, value.keys() - known)
        if kind == MESSAGE:
            self._note_fields(f"{kind}.message", child(value, "message").keys() - _OF_MESSAGE)
            self._note_fields(f"{kind}.conversation", child(value, "conversation").keys() - _OF_CONVERSATION)
        elif (subtypes := OF_DETAILS.get(kind)) and (
            subtype := short_text(value, "event_type") or ""
        ) not in subtypes:
            _count(self.types, f"{kind}/{subtype}")

    def _note_fields(self, holder: str, names: set[str]) -> None:
        for name in names:
            _count(self.fields, f"{holder}.{name}")


def _count(counter: Counter[str], name: str) -> None:
    short = name[:_MAX_NAME_CHARS].replace("\0", "\ufffd")
    counter[short if short in counter or len(counter) < MAX_NAMES else OTHERS] += 1
