"""Which words of a list does a text contain, as whole words, however they are written in capitals?

Comparison is by Unicode case folding, so `STRASSE` finds `Straße`. Between the words of a phrase stand one to eight blanks of
any kind. Scripts without blanks between words (Han, kana, Thai, …) have no whole words: there a word is found anywhere.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from watchgate.policy.scanning import Hit, Literals

MAX_BLANKS = 8
LONGEST_RUN = 128
"""A longer run of letters and digits is no word of anybody's list."""

_NO_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """An entry of the list, taken apart at the word by which it is looked for: the longest, as the rarest."""

    rule: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    def around(self, folded: str, start: int, end: int) -> tuple[int, int] | None:
        """The whole phrase around its word at `[start, end)`; None when only that word stands there."""
        for word in reversed(self.before):
            edge = _over_blanks(folded, start, -1)
            if edge is None or not folded.endswith(word, 0, edge):
                return None
            start = edge - len(word)
        for word in self.after:
            edge = _over_blanks(folded, end, 1)
            if edge is None or not folded.startswith(word, edge):
                return None
            end = edge + len(word)
        return start, end


class Words:
    """A compiled list of words and phrases."""

    def __init__(self, words: Sequence[str]) -> None:
        folded = [_normal(word) for word in words]
        by_word: dict[str, list[_Phrase]] = {}
        for rule, phrase in enumerate(folded):
            parts = tuple(phrase.split(" "))
            at = max(range(len(parts)), key=lambda index: len(parts[index]))
            by_word.setdefault(parts[at], []).append(_Phrase(rule, parts[:at], parts[at + 1 :]))
        self._literals = Literals(list(by_word))
        self._phrases = list(by_word.values())
        self._beginnings = frozenset(word[:end] for word in folded for end in range(1, len(word) + 1))
        self.longest = max(len(word) + word.count(" ") * (MAX_BLANKS - 1) for word in folded)

    def hits(self, text: str) -> list[Hit]:
        """Every entry of the list that stands in *text* as whole words."""
        folded = text.lower() if text.isascii() else text.casefold()
        found = self._literals.hits(folded)
        if not found:
            return []
        spans = [
            Hit(phrase.rule, *span)
            for literal in found
            for phrase in self._phrases[literal.rule]
            if (span := phrase.around(folded, literal.start, literal.end))
        ]
        if len(folded) != len(text):
            places = [index for index, character in enumerate(text) for _ in character.casefold()]
            spans = [Hit(hit.rule, places[hit.start], places[hit.end - 1] + 1) for hit in spans]
        return [hit for hit in spans if not cuts_a_word(text, hit.start) and not cuts_a_word(text, hit.end)]

    def closed_until(self, text: str, start: int) -> int:
        """The offset before which no word of the list can begin and still grow; never inside a word."""
        end = start_of_word(text, start, len(text))
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


def start_of_word(text: str, start: int, end: int) -> int:
    """Where the run of word characters up to *end* begins; *end* itself when there is none, or it began long ago."""
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


def _over_blanks(text: str, at: int, step: int) -> int | None:
    """The offset beyond the blanks that begin at *at* (or end there, with a *step* of -1); None without one to eight."""
    edge = at
    while 0 <= (index := edge if step > 0 else edge - 1) < len(text) and text[index].isspace():
        edge += step
        if abs(edge - at) > MAX_BLANKS:
            return None
    return None if edge == at else edge
