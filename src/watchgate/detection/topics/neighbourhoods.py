"""Which parts of a text are worth looking at? Those around words without which nothing can be about the topics.

Splitting a text into words and asking a set takes microseconds; most texts end there. Only near a word of an anchor is it read
word by word.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from watchgate.detection.topics.hits import LONGEST
from watchgate.detection.topics.lexicon import ALONE, Anchors, anchors
from watchgate.detection.topics.tokens import words_of
from watchgate.detection.topics.window import AFTER, BEFORE

_BEFORE = BEFORE + 2 * LONGEST
_AFTER = AFTER + 2 * LONGEST


def neighbourhoods(text: str, topics: frozenset[str]) -> list[tuple[int, int]]:
    """The parts, as offsets, in the order of the text and not overlapping."""
    if not topics:
        return []
    known = anchors(topics)
    words = words_of(text)
    present = known.keys() & set(words)
    if not present:
        return []
    return _merged(sorted(_places(text, _confirmed(words, known, present))), len(text))


def _confirmed(words: Sequence[str], known: Anchors, present: AbstractSet[str]) -> set[str]:
    """The words of *present* that stand in the midst of their phrase."""
    confirmed: set[str] = set()
    for at, word in [(at, word) for at, word in enumerate(words) if word in present]:
        if word not in confirmed:
            phrases = known[word]
            if phrases is ALONE or _stands(phrases, words, at):
                confirmed.add(word)
    return confirmed


def _stands(phrases: Iterable[tuple[int, tuple[str, ...]]], words: Sequence[str], at: int) -> bool:
    """Does one of *phrases*, a word of which stands at *at*, stand there? With each, the number of words before that one."""
    for before, phrase in phrases:
        first = at - before
        if first >= 0 and words[first : first + len(phrase)] == phrase:
            return True
    return False


def _places(text: str, words: AbstractSet[str]) -> Iterator[int]:
    """Where each of *words* stands as a whole word. All of them, so at least where its phrase does."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    for word in words:
        at = lowered.find(word)
        while at >= 0:
            end = at + len(word)
            if not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum():
                yield at
            at = lowered.find(word, end)


def _merged(places: Iterable[int], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for place in places:
        start, end = max(0, place - _BEFORE), min(length, place + _AFTER)
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
