r"""What does detection see in the texts of an exchange?

Tool-call arguments are JSON source: `\nmaria@…` is a line break and an address, not the address `nmaria@…`. Detection
is shown a view of the same length in which escapes are resolved, so its offsets hold for the source as well.
"""

import re
from collections.abc import Sequence

from watchgate.detection.engine import Engine
from watchgate.detection.model import NOTHING_SEEN
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
    return [Reading(span, examination) for span, examination in zip(views, seen, strict=True)]


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
