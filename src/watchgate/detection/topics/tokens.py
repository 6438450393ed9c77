"""Where are the words of a text? Runs of letters and digits, in small letters, with what stands directly between them."""

import re
from collections.abc import Iterator

import msgspec

_WORD = re.compile(r"[^\W_]+")
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_JOINTS = frozenset(" \t'’-+&")  # noqa: RUF001 -- the apostrophe that phones write


class Token(msgspec.Struct, frozen=True, gc=False):
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


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The words of `text[start:end]`."""
    before = start
    for found in _WORD.finditer(text, start, end):
        first, last = found.span()
        yield Token(found.group().lower(), first, last, _is_joint(text, before, first))
        before = last


def _is_joint(text: str, start: int, end: int) -> bool:
    if end - start == 1:
        return text[start] in _JOINTS
    return end - start == 2 and text[start] in _JOINTS and text[start + 1] in _JOINTS
