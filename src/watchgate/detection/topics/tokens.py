"""Where are the words of a text? Runs of letters and digits, in small letters, with what stands directly between them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_JOINT = re.compile(r"[ \t'’\-+&]{1,2}\Z")  # noqa: RUF001 -- the apostrophe that phones write


class Token(NamedTuple):
    """`word` is `text[start:end]` in small letters. `is_joined`: at most a blank, hyphen or apostrophe parts it from the one before."""

    word: str
    start: int
    end: int
    is_joined: bool


def words_of(text: str) -> tuple[str, ...]:
    """The words alone, quickly."""
    if text.isascii():
        return tuple(text.lower().translate(_BLANKS).split())
    return tuple(word.lower() for word in _WORD.findall(text))


def tokens(text: str) -> Iterator[Token]:
    end = 0
    for found in _WORD.finditer(text):
        start = found.start()
        yield Token(found.group().lower(), start, found.end(), bool(_JOINT.match(text, end, start)))
        end = found.end()
