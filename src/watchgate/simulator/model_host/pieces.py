"""How does a text fall into tokens? Words and parts of words, always the same, and together always the whole text."""

import re
from collections.abc import Iterable, Sequence

_PIECE = re.compile(r"\s?[^\W\d_]{1,5}|\s?\d{1,3}|\s?[^\w\s]{1,3}|_+|\s+")


def pieces_of(text: str) -> tuple[str, ...]:
    """*text* in the pieces in which a stream carries it. One piece counts as one token."""
    return tuple(_PIECE.findall(text))


def clip(pieces: Iterable[str], length: int) -> tuple[str, ...]:
    """The pieces of the first *length* characters; the last one may be shorter than it was."""
    kept: list[str] = []
    for piece in pieces:
        if length <= 0:
            break
        kept.append(piece[:length])
        length -= len(piece)
    return tuple(kept)


def count_tokens(pieces: Sequence[str]) -> int:
    """How many tokens an answer took, however a script has cut it."""
    return len(pieces_of("".join(pieces)))


def estimate_tokens(characters: int) -> int:
    """About how many tokens so many characters of a question take: OpenAI's own rule of thumb, four to one."""
    return (characters + 3) // 4
