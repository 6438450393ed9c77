r"""What does detection see in the texts of an exchange?

Tool-call arguments are JSON source: `\nmaria@…` is a line break and an address, not the address `nmaria@…`. Detection
is shown a view of the same length in which escapes are resolved, so its offsets hold for the source as well.
"""

import re
from collections.abc import Sequence

from watchgate.detection.engine import Engine
from watchgate.detection.injection.provenance import Source, adjusted
from watchgate.detection.model import NOTHING_SEEN, Examination
from watchgate.policy.model import Reading, TextSpan

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_UNFINISHED_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)\Z")
_PLAIN = {'"': '"', "\\": "\\", "/": "/"}


def read(spans: Sequence[TextSpan], engine: Engine | None) -> list[Reading]:
    """Each span with what detection saw in it; nothing, when no policy asks (*engine* is None)."""
    views = [as_read(span) for span in spans]
    if engine is None:
        return [Reading(span, NOTHING_SEEN) for span in views]
    seen = engine.examine_batch([span.text for span in views])
    return [Reading(span, _by_role(span.role, found)) for span, found in zip(views, seen, strict=True)]


SOURCES: dict[str, Source] = {"tool": "tool", "function": "tool", "system": "system", "developer": "system"}
"""Whose words are not a user's, as far as orders to the model are concerned. What is sent as the assistant's own words is the
client's to write, so it counts like a user's.
"""


def _by_role(role: str, seen: Examination) -> Examination:
    """Orders in a tool's result weigh more than in a user's message, and in the operator's own prompt less."""
    if not seen.injection.signals or role not in SOURCES:
        return seen
    return Examination(seen.findings, adjusted(seen.injection, SOURCES[role]), seen.topics)


def as_read(span: TextSpan) -> TextSpan:
    """*span* as detection and policies are shown it."""
    return TextSpan(span.path, plain_view(span.text), span.role, is_json=True) if span.is_json else span


def plain_view(source: str) -> str:
    """JSON string source with its escapes resolved, padded with blanks to the same length."""
    return _ESCAPE.sub(_resolved, source) if "\\" in source else source


def unfinished_escape(source: str, start: int) -> int:
    """The offset ≥ *start* of an escape that *source* breaks off in; its length when it breaks off elsewhere."""
    found = _UNFINISHED_ESCAPE.search(source, start)
    return found.start(1) if found else len(source)


def _resolved(escape: re.Match[str]) -> str:
    code, character = escape.groups()
    if code:
        return chr(int(code, 16)).ljust(6)
    if character == "/":
        return "//"
    return _PLAIN.get(character, " ").ljust(2)
