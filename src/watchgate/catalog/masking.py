"""How is other people's text shown? With everything that was found in it replaced by the label of its entity.

The stored findings say where. When not all of them are there (they were dropped with their retention, or were too many to
be recorded), the text is examined again: what cannot be known to be masked is never shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from watchgate.detection.engine import default_engine
from watchgate.detection.entities import ENTITIES
from watchgate.kernel.content import Content

INJECTION = "PROMPT_INJECTION"
"""Its span is a piece of text that gives orders, not a value to hide."""
_REPLACED = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `[start, end)` of the part of a text that hold an entity."""

    start: int
    end: int
    entity: str
    part: str = "content"


def masked(text: str, spans: Sequence[Span], *, is_complete: bool) -> Content:
    """*text* with *spans* masked; also with what detection finds now, unless *is_complete*."""
    if not is_complete:
        spans = [*spans, *examined(text)]
    return Content(shown(_replaced(text, sorted(span for span in spans if span.entity != INJECTION))))


def masked_afresh(text: str) -> Content:
    """*text* with what detection finds in it now masked: for titles and names, whose findings may be of older ones."""
    return masked(text, (), is_complete=False)


def examined(text: str) -> Iterable[Span]:
    """What detection finds in *text* now."""
    return [Span(found.start, found.end, found.entity) for found in default_engine().scan(text)]


def shown(text: str) -> str:
    """*text* as it can be sent: lone surrogates become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_REPLACED if "\ud800" <= character <= "\udfff" else character for character in text)
    return text


def _replaced(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for span in spans:
        if span.end <= done or span.start >= len(text):
            continue
        if span.start >= done:
            pieces += (text[done : span.start], f"<{_label(span.entity)}>")
        done = span.end
    return "".join((*pieces, text[done:]))


def _label(entity: str) -> str:
    known = ENTITIES.get(entity)
    return known.label if known else entity
