"""Which phrases before a number announce one?

A phrase may stand in the plural; one that ends in `*` may go on (`henkilötunn*`). In the scripts of India, Thailand, China, Japan
and Korea, where words are not told apart by blanks or end in signs that are no letters, a phrase counts wherever it stands.
One that ends in `!` is an ordinary word too (`sin`, `pan`): it counts in capitals, or in `sin: 130…`, `mi nif es 123…`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from watchgate.detection.context import ELSE, REACH
from watchgate.detection.countries.before import NOTHING_SAID, Announcement, Before
from watchgate.detection.countries.pack import CountryPack
from watchgate.detection.countries.wording import LETTER, Word, phrases, words

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
        "no|nr|num|number|numbers|numero|nummer|n|is|was|id|code|my|card|es|est|ist|e|o|och|er|on|je|sur|º"
    )
)
"""Words that may stand between such a word and its number."""

_COLONS = frozenset(":=\uff1a")


class Phrase(msgspec.Struct, frozen=True):
    """What a phrase announces: by itself, and when a country is named. `is_ordinary`: it is an ordinary word too."""

    entities: frozenset[str]
    with_country: dict[str, str]
    is_ordinary: bool


class Step(msgspec.Struct):
    """A word of phrases, read from their end: the phrase that begins here, and the words that may stand before."""

    phrase: Phrase | None = None
    before: dict[str, "Step"] = msgspec.field(default_factory=dict)


class Vocabulary:
    """The phrases of all packs."""

    def __init__(self, packs: Iterable[CountryPack]) -> None:
        packs = tuple(packs)
        self._countries: dict[str, set[str]] = {}
        for pack in packs:
            for name in phrases(pack.names):
                self._countries.setdefault(name, set()).add(pack.code)
        self._last_words: dict[str, Step] = {}
        self._stems: dict[str, list[tuple[str, list[str], Phrase]]] = {}
        self._anywhere: dict[str, Phrase] = {}
        for written, phrase in _meanings(packs).items():
            self._add(written, phrase)

    def _add(self, written: str, phrase: "Phrase") -> None:
        if written >= _FIRST_ANYWHERE:
            self._anywhere[written] = phrase
            return
        *earlier, last = written.split()
        if last.endswith("*"):
            self._stems.setdefault(last[:_STEM], []).append((last[:-1], earlier, phrase))
            return
        step = self._last_words.setdefault(last, Step())
        for word in reversed(earlier):
            step = step.before.setdefault(word, Step())
        step.phrase = phrase

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
        """Nearest first; of those that end at one word, the shortest first."""
        is_next = True
        for last in range(len(near) - 1, -1, -1):
            word, start, end = near[last]
            for first, phrase in self._ending_at(near, last):
                if phrase.is_ordinary and not _is_marked(text, near, first, last, is_next=is_next):
                    continue
                said = text[near[first][1] : end]
                yield Announcement(said, near[first][1], end, phrase.entities, phrase.with_country, is_next)
            if word in _OTHER and word not in self._last_words:
                yield Announcement(word, start, end, _NOWHERE, {}, is_next)
            is_next = is_next and word in _FILLERS

    def _ending_at(self, near: list[Word], last: int) -> Iterator[tuple[int, "Phrase"]]:
        """The phrases whose last word is *near*'s word *last*, with where they begin."""
        word = near[last][0]
        step = self._last_words.get(word) or self._last_words.get(word.removesuffix("s"))
        first = last
        while step:
            if step.phrase:
                yield first, step.phrase
            first -= 1
            step = step.before.get(near[first][0]) if first >= 0 else None
        for stem, earlier, phrase in self._stems.get(word[:_STEM], ()):
            first = last - len(earlier)
            if word.startswith(stem) and first >= 0 and [one for one, _, _ in near[first:last]] == earlier:
                yield first, phrase

    def _unspaced(self, window: str, first: int) -> Iterator[Announcement]:
        for written, phrase in self._anywhere.items():
            at = window.rfind(written)
            if at >= 0:
                start = first + at
                yield Announcement(
                    written, start, start + len(written), phrase.entities, phrase.with_country, is_next=False
                )

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


def _meanings(packs: tuple[CountryPack, ...]) -> dict[str, Phrase]:
    """For each phrase, the entities it announces, and those of a country it announces when the country is named."""
    alone: dict[str, set[str]] = {}
    with_country: dict[str, dict[str, str]] = {}
    ordinary = set[str]()
    for pack in packs:
        for identifier in pack.identifiers:
            for phrase in phrases(identifier.words):
                alone.setdefault(phrase.removesuffix("!"), set()).add(identifier.entity)
            for phrase in phrases(identifier.with_country):
                with_country.setdefault(phrase.removesuffix("!"), {})[identifier.entity] = pack.code
            listed = (*phrases(identifier.words), *phrases(identifier.with_country))
            ordinary.update(phrase[:-1] for phrase in listed if phrase.endswith("!"))
    return {
        phrase: Phrase(frozenset(alone.get(phrase, ())), with_country.get(phrase, {}), phrase in ordinary)
        for phrase in alone.keys() | with_country.keys()
    }
