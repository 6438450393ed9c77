"""Which phrases before a number announce one?

A phrase is up to four words, also in the plural; one that ends in `*` may go on (`henkilötunn*`). In the scripts of India, Thailand, China, Japan
and Korea, where words are not told apart by blanks or end in signs that are no letters, a phrase counts wherever it stands.
One that ends in `!` is an ordinary word too (`sin`, `pan`): it counts in capitals, or in `sin: 130…`, `mi nif es 123…`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from watchgate.detection.context import ELSE, REACH
from watchgate.detection.countries.before import NOTHING_SAID, Announcement, Before
from watchgate.detection.countries.pack import CountryPack
from watchgate.detection.countries.wording import LETTER, Word, phrases, words

_LONGEST_PHRASE = 4
_FIRST_ANYWHERE = "\u0900"
_STEM = 4
_NUMBER = re.compile("[0-9]{4}")
_NOWHERE: frozenset[str] = frozenset()
_OTHER = ELSE.union(
    phrases("bestellnummer|pedido|factura|facture|commande|fattura|ordine|zamowienie|faktura"),
    phrases("phone|telephone|tel|telefon|mobile|fax|iban"),
)
"""Words that announce something else."""
_FILLERS = frozenset(
    phrases(
        "no|nr|num|number|numbers|numero|nummer|n|is|was|the|a|of|id|code|my|card|es|est|ist|e|o|och|er|on|je|sur|º"
    )
)
"""Words that may stand between such a word and its number."""

_COLONS = frozenset(":=\uff1a")

_Meaning = tuple[frozenset[str], dict[str, str]]


class Vocabulary:
    """The phrases of all packs."""

    def __init__(self, packs: Iterable[CountryPack]) -> None:
        packs = tuple(packs)
        meanings = _meanings(packs)
        self._ordinary = frozenset(phrase[:-1] for phrase in meanings if phrase.endswith("!"))
        self._countries: dict[str, set[str]] = {}
        for pack in packs:
            for name in phrases(pack.names):
                self._countries.setdefault(name, set()).add(pack.code)
        self._exact = {
            phrase.removesuffix("!"): meaning
            for phrase, meaning in meanings.items()
            if not phrase.endswith("*")
        }
        self._anywhere = {
            phrase: meaning for phrase, meaning in self._exact.items() if phrase >= _FIRST_ANYWHERE
        }
        self._stems: dict[str, list[tuple[str, _Meaning]]] = {}
        for phrase, meaning in meanings.items():
            if phrase.endswith("*"):
                self._stems.setdefault(phrase[:_STEM], []).append((phrase[:-1], meaning))

    def before(self, text: str, start: int) -> Before:
        """What is said before *start*."""
        first = max(0, start - REACH)
        if LETTER.search(text, first, start) is None:
            return NOTHING_SAID
        near = list(words(text, first, start))
        announcements = list(self._announcements(text, near))
        window = text[first:start]
        if not window.isascii():
            announcements += self._unspaced(window, first)
            announcements.sort(key=lambda one: -one.end)
        if not announcements:
            return NOTHING_SAID
        numbers = [found.start() for found in _NUMBER.finditer(text, first, announcements[0].start)]
        return Before(announcements, self._named(near, window), numbers[-1] if numbers else 0)

    def _announcements(self, text: str, near: list[Word]) -> Iterator[Announcement]:
        """Nearest first; of those that end at one word, the longest first."""
        is_next = True
        for last in range(len(near) - 1, -1, -1):
            word, start, end = near[last]
            for first in range(max(0, last - _LONGEST_PHRASE + 1), last + 1):
                phrase = " ".join(one for one, _, _ in near[first : last + 1])
                if phrase in self._ordinary and not _is_marked(text, near, first, last, is_next=is_next):
                    continue
                for meaning in self._meanings(phrase):
                    yield Announcement(phrase, near[first][1], end, *meaning, is_next)
            if word in _OTHER and word not in self._exact:
                yield Announcement(word, start, end, _NOWHERE, {}, is_next)
            is_next = is_next and word in _FILLERS

    def _meanings(self, phrase: str) -> Iterator[_Meaning]:
        meaning = self._exact.get(phrase) or self._exact.get(phrase.removesuffix("s"))
        if meaning:
            yield meaning
        for stem, going_on in self._stems.get(phrase[:_STEM], ()):
            if phrase.startswith(stem) and phrase.count(" ") == stem.count(" "):
                yield going_on

    def _unspaced(self, window: str, first: int) -> Iterator[Announcement]:
        for phrase, meaning in self._anywhere.items():
            at = window.rfind(phrase)
            if at >= 0:
                yield Announcement(phrase, first + at, first + at + len(phrase), *meaning, is_next=False)

    def _named(self, near: list[Word], window: str) -> frozenset[str]:
        """The countries that are named before the number, in one word or in two."""
        plain = [word for word, _, _ in near]
        named = set[str]()
        for name in (*plain, *(" ".join(pair) for pair in pairwise(plain))):
            named |= self._countries.get(name, _NOWHERE)
        if not window.isascii():
            for name, codes in self._countries.items():
                if name >= _FIRST_ANYWHERE and name in window:
                    named |= codes
        return frozenset(named)


def _is_marked(text: str, near: list[Word], first: int, last: int, *, is_next: bool) -> bool:
    """Does an ordinary word stand there as a name: in capitals, or before the number with a colon or a filler between?"""
    start, end = near[first][1], near[last][2]
    if text[start:end].isupper():
        return True
    return is_next and (last < len(near) - 1 or text[end : end + 1] in _COLONS)


def _meanings(packs: tuple[CountryPack, ...]) -> dict[str, _Meaning]:
    """For each phrase, the entities it announces, and those of a country it announces when the country is named."""
    alone: dict[str, set[str]] = {}
    with_country: dict[str, dict[str, str]] = {}
    for pack in packs:
        for identifier in pack.identifiers:
            for phrase in phrases(identifier.words):
                alone.setdefault(phrase, set()).add(identifier.entity)
            for phrase in phrases(identifier.with_country):
                with_country.setdefault(phrase, {})[identifier.entity] = pack.code
    return {
        phrase: (frozenset(alone.get(phrase, ())), with_country.get(phrase, {}))
        for phrase in alone.keys() | with_country.keys()
    }
