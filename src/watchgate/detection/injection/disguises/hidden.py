"""What is a text that stands in another one in disguise, and what is a disguise?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hidden:
    """*text* is what a model may read at `[start, end)`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Disguise:
    """`trigger` is for Hyperscan, over UTF-8; `reveal` is asked only where it occurs, and finds what is hidden, one level deep."""

    name: str
    trigger: str | bytes
    reveal: Callable[[str], Iterator[Hidden]]


def is_readable(text: str) -> bool:
    """Does a text look like one at all? What decodes to noise was not encoded."""
    return len(text) > 5 and sum(map(_READABLE, text)) > 0.9 * len(text)


def _READABLE(character: str) -> bool:  # noqa: N802 -- used like a table
    return character.isprintable() or character in "\n\r\t"
