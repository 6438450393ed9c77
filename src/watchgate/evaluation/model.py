"""What is compared with what?

    an Example
    ├── text
    ├── spans  : Span…   what the people who annotated the text say stands in it
    └── where            its place in the file, for messages: "line 12", "item 3"

Offsets are code points, half-open `[start, end)`, as everywhere in detection.
"""

from typing import NamedTuple

import msgspec


class Span(NamedTuple):
    """`label` is the name that whoever annotated the text uses, or one of our entities."""

    label: str
    start: int
    end: int


class Example(msgspec.Struct, frozen=True):
    text: str
    spans: tuple[Span, ...] = ()
    where: str = ""


def iou(one: Span, other: Span) -> float:
    """How much two spans have in common, of all that they cover together: 1 when they are equal, 0 when they do not touch."""
    common = min(one.end, other.end) - max(one.start, other.start)
    if common <= 0:
        return 0.0
    return common / (max(one.end, other.end) - min(one.start, other.start))
