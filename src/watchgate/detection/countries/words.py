"""Which words before a number announce it, in any language?

A phrase is up to three words; a phrase that ends in `*` may go on (`henkilötunn*`). Case and accents do not count, and
`taxId` and `tax_id` are two words. Where no blanks are written between words (Chinese, Japanese, Korean, Thai) a phrase
counts wherever it stands. The nearest phrase that says anything decides; a word of `ELSE` contradicts.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from watchgate.detection.context import CONTRADICTION, ELSE, REACH, SUPPORT
from watchgate.detection.countries.pack import CountryPack
from watchgate.detection.model import Evidence

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]++(?![0-9])")
"""Not the letters of `a2cc3`."""
_LETTER = re.compile(r"[^\W\d_]")
_PART = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LONGEST_PHRASE = 4
_FIRST_ANYWHERE = "\u0900"
"""The scripts of India and Thailand, whose vowel signs end a `\\w`, and those of China, Japan and Korea come after it."""
_STEM = 4
_OTHER = ELSE | frozenset(
    [
        "bestellnummer",
        "pedido",
        "factura",
        "facture",
        "commande",
        "fattura",
        "ordine",
        "zamowienie",
        "faktura",
    ]
)
_ACCENTS = {
    code: plain
    for code in range(0xC0, 0x250)
    if (plain := unicodedata.normalize("NFKD", chr(code))[0]) < "\x80"
} | {ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", 0x131: "i", ord("ß"): "ss"}

COUNTRY_SUPPORT = 0.05


class Announcement(msgspec.Struct, frozen=True):
    """A phrase that stands before a number. `entities` is empty for a word that announces something else."""

    phrase: str
    start: int
    end: int
    entities: frozenset[str]
    with_country: dict[str, str]


class Vocabulary:
    """The phrases of all packs."""

    def __init__(self, packs: Iterable[CountryPack]) -> None:
        alone: dict[str, set[str]] = {}
        with_country: dict[str, dict[str, str]] = {}
        self._countries: dict[str, set[str]] = {}
        for pack in packs:
            for name in _phrases(pack.names):
                self._countries.setdefault(name, set()).add(pack.code)
            for identifier in pack.identifiers:
                for phrase in _phrases(identifier.words):
                    alone.setdefault(phrase, set()).add(identifier.entity)
                for phrase in _phrases(identifier.with_country):
                    with_country.setdefault(phrase, {})[identifier.entity] = pack.code
        meanings = {
            phrase: (frozenset(alone.get(phrase, ())), with_country.get(phrase, {}))
            for phrase in alone.keys() | with_country.keys()
        }
        self._exact = {phrase: meaning for phrase, meaning in meanings.items() if not phrase.endswith("*")}
        self._anywhere = {
            phrase: meaning for phrase, meaning in self._exact.items() if phrase >= _FIRST_ANYWHERE
        }
        self._stems: dict[str, list[str]] = {}
        for phrase in meanings:
            if phrase.endswith("*"):
                self._stems.setdefault(phrase[:_STEM], []).append(phrase[:-1])
        self._meaning = meanings

    def before(self, text: str, start: int) -> "Before":
        """What is said before *start*."""
        first = max(0, start - REACH)
        if _LETTER.search(text, first, start) is None:
            return NOTHING_SAID
        words = list(_words(text, first, start))
        announcements = list(self._announcements(words))
        window = text[first:start]
        if not window.isascii():
            announcements += self._unspaced(window, first)
            announcements.sort(key=lambda one: -one.end)
        return Before(announcements, self._named(words, window))

    def _announcements(self, words: list["Word"]) -> Iterator[Announcement]:
        """Nearest first; of those that end at one word, the longest first."""
        for last in range(len(words) - 1, -1, -1):
            word, start, end = words[last]
            for first in range(max(0, last - _LONGEST_PHRASE + 1), last + 1):
                phrase = " ".join(one for one, _, _ in words[first : last + 1])
                meaning = self._exact.get(phrase)
                if meaning:
                    yield Announcement(phrase, words[first][1], end, *meaning)
                for stem in self._stems.get(phrase[:_STEM], ()):
                    if phrase.startswith(stem) and phrase.count(" ") == stem.count(" "):
                        yield Announcement(phrase, words[first][1], end, *self._meaning[stem + "*"])
            if word in _OTHER and word not in self._exact:
                yield Announcement(word, start, end, frozenset(), {})

    def _unspaced(self, window: str, first: int) -> Iterator[Announcement]:
        for phrase, meaning in self._anywhere.items():
            at = window.rfind(phrase)
            if at >= 0:
                yield Announcement(phrase, first + at, first + at + len(phrase), *meaning)

    def _named(self, words: list["Word"], window: str) -> frozenset[str]:
        """The countries that are named before the number, in one word or in two."""
        plain = [word for word, _, _ in words]
        pairs = (" ".join(pair) for pair in pairwise(plain))
        named = set[str]()
        for name in (*plain, *pairs):
            named |= self._countries.get(name, _NOWHERE)
        if not window.isascii():
            named.update(
                *(
                    codes
                    for name, codes in self._countries.items()
                    if name >= _FIRST_ANYWHERE and name in window
                )
            )
        return frozenset(named)


Word = tuple[str, int, int]
_NOWHERE: frozenset[str] = frozenset()


def _words(text: str, first: int, end: int) -> Iterator[Word]:
    """The words in `[first, end)` with their places; `taxId` counts as two."""
    for found in _WORD.finditer(text, first, end):
        word = found.group()
        if not word.isascii() or word.islower() or word.isupper():
            yield _plain(word), *found.span()
            continue
        for part in _PART.finditer(word):
            yield part.group().lower(), found.start() + part.start(), found.start() + part.end()


class Before(msgspec.Struct, frozen=True):
    """What the words before a number say."""

    announcements: list[Announcement]
    countries: frozenset[str]

    def mentions(self, entity: str) -> bool:
        """Does anything that is said concern *entity*?"""
        return any(entity in one.entities or entity in one.with_country for one in self.announcements)

    def about(self, entity: str, country: str) -> tuple[Evidence, ...]:
        """What they add to the belief that the number is an *entity* of *country*."""
        for one in self.announcements:
            if self._speaks_for(one, entity, country):
                support = Evidence(
                    f"the words “{one.phrase}” before it", SUPPORT, "context", one.start, one.end
                )
                return (support, _OF_COUNTRY) if country in self.countries else (support,)
            if not one.entities and not one.with_country:
                return (
                    Evidence(
                        f"the word “{one.phrase}” before it", CONTRADICTION, "context", one.start, one.end
                    ),
                )
        return ()

    def _speaks_for(self, one: Announcement, entity: str, country: str) -> bool:
        """A phrase that many countries share speaks for those that are named, and only else for whom it suffices."""
        if country in self.countries:
            return entity in one.entities or entity in one.with_country
        return entity in one.entities and self.countries.isdisjoint(one.with_country.values())


NOTHING_SAID = Before([], frozenset())
_OF_COUNTRY = Evidence("the country is named before it", COUNTRY_SUPPORT, "context")


def _phrases(phrases: str) -> Iterator[str]:
    for phrase in phrases.split("|"):
        if phrase.strip():
            yield " ".join(_plain(word) for word in phrase.split())


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else word.lower().translate(_ACCENTS)
