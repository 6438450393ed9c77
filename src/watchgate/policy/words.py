"""Which words of a list does a text contain, as whole words, however they are written in capitals?

Comparison is by Unicode case folding, so `STRASSE` finds `Straße`. Between the words of a phrase stand one to eight blanks of
any kind. Scripts without blanks between words (Han, kana, Thai, …) have no whole words: there a word is found anywhere.
"""

import re
import unicodedata
from collections.abc import Sequence

from watchgate.policy.scanning import Hit, Scanner

MAX_BLANKS = 8
LONGEST_RUN = 128
"""A longer run of letters and digits is no word of anybody's list."""

_NO_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


class Words:
    """A compiled list of words and phrases."""

    def __init__(self, words: Sequence[str]) -> None:
        folded = [_normal(word) for word in words]
        self._scanner = Scanner([_pattern(word) for word in folded])
        self._beginnings = frozenset(word[:end] for word in folded for end in range(1, len(word) + 1))
        self.longest = max(len(word) + word.count(" ") * (MAX_BLANKS - 1) for word in folded)

    def hits(self, text: str) -> list[Hit]:
        folded = text.lower() if text.isascii() else text.casefold()
        hits = self._scanner.hits(folded)
        if not hits:
            return []
        if len(folded) != len(text):
            places = [index for index, character in enumerate(text) for _ in character.casefold()]
            hits = [Hit(hit.rule, places[hit.start], places[hit.end - 1] + 1) for hit in hits]
        return [hit for hit in hits if not cuts_a_word(text, hit.start) and not cuts_a_word(text, hit.end)]

    def closed_until(self, text: str, start: int) -> int:
        """The offset before which no word of the list can begin and still grow; never inside a word."""
        end = start_of_last_word(text, start)
        for begin in range(max(start, len(text) - self.longest), end):
            if _normal(text[begin]) in self._beginnings:
                rest = _normal(text[begin:], keep_end=True)
                if rest in self._beginnings and (begin == start or not cuts_a_word(text, begin)):
                    return begin
        return end


def is_word_character(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character == "_"
    return (character.isalnum() or unicodedata.category(character)[0] == "M") and not _NO_BLANKS.match(
        character
    )


def cuts_a_word(text: str, at: int) -> bool:
    """Is *at* between two characters of one word?"""
    return 0 < at < len(text) and is_word_character(text[at - 1]) and is_word_character(text[at])


def start_of_last_word(text: str, start: int, end: int | None = None) -> int:
    """Where the run of word characters that ends at *end* begins; *end* itself when it ends elsewhere or began long ago."""
    end = len(text) if end is None else end
    begin = end
    while begin > start and is_word_character(text[begin - 1]):
        begin -= 1
        if end - begin > LONGEST_RUN:
            return end
    return begin


def _normal(text: str, *, keep_end: bool = False) -> str:
    """Case-folded, with single blanks; with *keep_end*, a blank at the end stays, as more may follow it."""
    words = text.casefold().split()
    return " ".join(words) + (" " if keep_end and words and text[-1].isspace() else "")


def _pattern(word: str) -> str:
    return rf"\s{{1,{MAX_BLANKS}}}".join(
        "".join(_escaped(character) for character in part) for part in word.split(" ")
    )


def _escaped(character: str) -> str:
    return character if character.isalnum() else rf"\x{{{ord(character):x}}}"
