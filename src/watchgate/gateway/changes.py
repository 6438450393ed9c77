"""How does a text look once some of its spans are replaced, when it arrives in pieces?"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Put `text` in the place of `[start, end)`."""

    start: int
    end: int
    text: str


def with_changes(text: str, changes: Sequence[Change], start: int, end: int) -> str:
    """*text*, which stands at `[start, end)` of its channel, with the changes that touch it.

    A change that reaches over several pieces puts its text into the piece in which it begins.
    """
    pieces: list[str] = []
    done = start
    for change in changes:
        if change.end <= start or change.start >= end:
            continue
        if change.start >= start:
            pieces += (text[done - start : change.start - start], change.text)
        done = min(change.end, end)
    return "".join((*pieces, text[done - start :]))
