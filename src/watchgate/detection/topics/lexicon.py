"""Which words and phrases mean which concept, in which languages?

The words stand in `words/*.toml`, a file for each topic and two that serve all: `support` and `figurative`. Each table is a
concept, each key in it a language. `stem/s/ed` stands for `stem`, `stems` and `stemed`, and `hit|kick him|her` for all four.
Accents may be left out by whoever writes.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from watchgate.detection.topics.model import FIGURATIVE, SOURCE_CODE, SUPPORT, TOPICS
from watchgate.detection.topics.tokens import words_of

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning that many words have. `*` begins the names of those that serve all topics.

    `is_anchor`: a word of it is reason enough to look at the words around.
    """

    topic: str
    name: str
    is_anchor: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase, as its words in small letters. `key` tells apart what is counted once: the concept, then the words."""

    words: tuple[str, ...]
    concept: Concept
    language: str
    key: str


Phrases = dict[tuple[str, ...], tuple[Entry, ...]]
"""By the first word, or by the first two."""


@cache
def phrases() -> Phrases:
    return by_beginning(entries())


def by_beginning(some: Iterable[Entry]) -> Phrases:
    """Single words by themselves, phrases by their first two words; the longest first."""
    found: dict[tuple[str, ...], list[Entry]] = {}
    for entry in some:
        found.setdefault(entry.words[:2], []).append(entry)
    return {beginning: tuple(sorted(alike, key=_longest_first)) for beginning, alike in found.items()}


Anchors = dict[str, tuple[tuple[int, tuple[str, ...]], ...]]
ALONE: tuple[tuple[int, tuple[str, ...]], ...] = ()
"""A word that is an anchor by itself."""


@cache
def anchors(topics: frozenset[str]) -> Anchors:
    """What makes it worth looking for *topics*: by its rarest word, each phrase and how many of its words stand before that one."""
    ranks = _ranks()
    found: dict[str, set[tuple[int, tuple[str, ...]]]] = {}
    alone: set[str] = set()
    for entry in entries():
        if entry.concept.is_anchor and entry.concept.topic in topics:
            rarest = max(entry.words, key=lambda word: (ranks.get(word, len(ranks)), len(word)))
            found.setdefault(rarest, set()).add((entry.words.index(rarest), entry.words))
            if len(entry.words) == 1:
                alone.add(rarest)
    return {rarest: ALONE if rarest in alone else tuple(sorted(some)) for rarest, some in found.items()}


def _ranks() -> dict[str, int]:
    """How rare the commonest words are."""
    file = files("watchgate.detection.topics") / "words" / "common.txt"
    common = dict.fromkeys(file.read_text(encoding="utf-8").split())
    return {word: rank for rank, word in enumerate(common)}


@cache
def entries() -> tuple[Entry, ...]:
    """Every word and phrase of every file, once for each concept; the first language that has it is named."""
    return tuple(_entries())


def _entries() -> Iterator[Entry]:
    for topic in (*TOPICS, SUPPORT, FIGURATIVE):
        if topic == SOURCE_CODE:
            continue
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for name, table in _tables(topic).items():
            serves_all = topic in (SUPPORT, FIGURATIVE)
            concept = Concept(
                topic, f"*{name}" if serves_all else name, bool(table.pop("is_anchor", not serves_all))
            )
            for language, written in table.items():
                for words in _expanded(written):
                    if (name, words) not in seen:
                        seen.add((name, words))
                        yield Entry(words, concept, language, f"{concept.name}/{' '.join(words)}")


def _tables(topic: str) -> dict[str, dict[str, Any]]:
    file = files("watchgate.detection.topics") / "words" / f"{topic}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _expanded(written: str) -> Iterator[tuple[str, ...]]:
    """`gun/s, fusil à pompe` → (gun), (guns), (fusil, à, pompe), (fusil, a, pompe)."""
    for item in written.split(","):
        for form in _forms(item.strip()):
            words = words_of(form)
            yield words
            if not form.isascii():
                yield tuple(without_accents(word) for word in words)


def _forms(item: str) -> Iterator[str]:
    """`/` and `|` belong to the word they stand in: `arme/s à feu` → `arme à feu`, `armes à feu`."""
    forms = [""]
    for word in item.split(" "):
        forms = [f"{form} {written}".strip() for form in forms for written in _spellings(word)]
    yield from forms


def _spellings(word: str) -> Iterator[str]:
    for one in word.split("|"):
        stem, *suffixes = one.split("/")
        yield from (stem + suffix for suffix in ("", *suffixes))


def without_accents(word: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", word) if not unicodedata.combining(part))


def _longest_first(entry: Entry) -> tuple[int, str, str]:
    return -len(entry.words), entry.concept.topic, entry.concept.name
