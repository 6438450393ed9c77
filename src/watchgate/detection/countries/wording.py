"""How are words compared, in any language? Case and accents do not count, and `taxId` and `tax_id` are two words."""

import re
import unicodedata
from collections.abc import Iterator

Word = tuple[str, int, int]
"""A word as it is compared, and where it stands."""

LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]++(?![0-9])")
"""Not the letters of `a2cc3`."""
_PART = re.compile("[A-Z]+s?(?![a-z])|[A-Z]?[a-z]+")
_ACCENTS = {
    code: plain
    for code in range(0xC0, 0x250)
    if (plain := unicodedata.normalize("NFKD", chr(code))[0]) < "\x80"
} | {ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", 0x131: "i", ord("ß"): "ss"}


def words(text: str, first: int, end: int) -> Iterator[Word]:
    """The words in `[first, end)`."""
    for found in _WORD.finditer(text, first, end):
        word = found.group()
        if not word.isascii() or word.islower() or word.isupper():
            yield _plain(word), *found.span()
            continue
        for part in _PART.finditer(word):
            yield part.group().lower(), found.start() + part.start(), found.start() + part.end()


def phrases(listed: str) -> Iterator[str]:
    """The phrases of a list with `|` between."""
    for phrase in listed.split("|"):
        if phrase.strip():
            yield " ".join(_plain(word) for word in phrase.split())


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else word.lower().translate(_ACCENTS)
