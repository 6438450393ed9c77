"""Where do words of the lexicon, or forms of source code, stand in a text?

Of two phrases of different topics, one inside the other, the longer one counts: in `kill myself` nobody is threatened. What is figurative
(`bath bomb`) counts for itself only. Words that serve all topics are counted beside the others.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from watchgate.detection.topics import code_marks
from watchgate.detection.topics.lexicon import Concept, Entry, Phrases
from watchgate.detection.topics.model import FIGURATIVE, SUPPORT
from watchgate.detection.topics.tokens import Token, tokens

LONGEST = 42
"""Characters: what is longer is not taken for a phrase."""


class Hit(NamedTuple):
    """Something that means *concept* stands at `[start, end)`. `key` tells apart what is counted once: the concept, then the form."""

    start: int
    end: int
    concept: Concept
    key: str

    @property
    def form(self) -> str:
        return self.key.partition("/")[2]


def hits(text: str, start: int, end: int, known: Phrases) -> list[Hit]:
    """Every word and phrase of `text[start:end]` that counts, in the order of the text."""
    return _without_swallowed(list(_phrases(list(tokens(text, start, end)), known)))


def code_hits(text: str, since: int) -> list[Hit]:
    return sorted(
        (
            Hit(mark.start, mark.end, mark.concept, f"{mark.concept.name}/{mark.form}")
            for mark in code_marks.marks(text, since)
        ),
        key=lambda hit: hit[:2],
    )


def _phrases(words: Sequence[Token], known: Phrases) -> Iterator[Hit]:
    following = iter(words)
    next(following, None)
    for at, token in enumerate(words):
        after = next(following, None)
        if after is not None and after.is_joined:
            for entry in known.get((token.word, after.word), ()):
                last = _last_word(words, at, entry)
                if last is not None and last.end - token.start <= LONGEST:
                    yield Hit(token.start, last.end, entry.concept, entry.key)
        for entry in known.get((token.word,), ()):
            if token.end - token.start <= LONGEST:
                yield Hit(token.start, token.end, entry.concept, entry.key)


def _last_word(words: Sequence[Token], at: int, entry: Entry) -> Token | None:
    """The word with which *entry* ends, when all of it stands there. Its first two words do."""
    for number, word in enumerate(entry.words[2:], at + 2):
        if number >= len(words) or words[number].word != word or not words[number].is_joined:
            return None
    return words[at + len(entry.words) - 1]


def _without_swallowed(found: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    phrases = [hit for hit in found if " " in hit.key and hit.concept.topic != SUPPORT]
    at = 0
    for hit in found:
        while at < len(phrases) and phrases[at].start < hit.start - LONGEST:
            at += 1
        if not any(_swallows(phrase, hit) for phrase in _near(phrases, at, hit)):
            kept.append(hit)
    return kept


def _near(phrases: Sequence[Hit], at: int, hit: Hit) -> Iterator[Hit]:
    while at < len(phrases) and phrases[at].start <= hit.start:
        yield phrases[at]
        at += 1


def _swallows(phrase: Hit, hit: Hit) -> bool:
    if not (phrase.start <= hit.start and hit.end <= phrase.end):
        return False
    of, by = hit.concept.topic, phrase.concept.topic
    if by == FIGURATIVE:
        return of != FIGURATIVE
    return of not in (by, SUPPORT, FIGURATIVE) and phrase.end - phrase.start > hit.end - hit.start
