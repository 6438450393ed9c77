"""How much of a growing text can be cut off, so that its topics are those of the whole text?

What is cut off must hold the whole window of each of its anchors. So text is open from the first anchor on whose window is not complete or
reaches behind the next one that is open, and from a phrase that may still become one. For source
code it is open from its last line on, while that might be code.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from watchgate.detection.topics import code_marks
from watchgate.detection.topics.hits import LONGEST, hits
from watchgate.detection.topics.lexicon import Entry, Phrases, by_beginning, entries
from watchgate.detection.topics.model import SOURCE_CODE
from watchgate.detection.topics.tokens import Token, tokens
from watchgate.detection.topics.window import AFTER, BEFORE, matters_until

LONGEST_LINE = 300
"""Of a line of source code that is still growing, at most so much waits."""
BEGINNING = 40
"""So much of any line waits: it may become a line of source code."""
LONGEST_WAIT = 800
"""In a sentence without an end, so much waits."""
REACH = AFTER + LONGEST
"""How far behind an anchor the text may still matter for it."""
LOOKBACK = BEFORE + LONGEST
"""How far before it."""


def topics_closed_until(text: str, start: int, topics: frozenset[str]) -> int:
    """The offset ≥ *start* before which nothing can change what is said of *topics*, however *text* goes on."""
    closed = len(text)
    if SOURCE_CODE in topics:
        closed = _start_of_code(text)
    if topics - {SOURCE_CODE}:
        closed = min(closed, _start_of_words(text, start, topics - {SOURCE_CODE}))
    return max(start, closed)


@cache
def _of(topics: frozenset[str]) -> Phrases:
    """The words that matter when only these topics do."""
    return by_beginning(entry for entry in entries() if entry.concept.topic in topics)


@cache
def _by_first_word(topics: frozenset[str]) -> dict[str, tuple[Entry, ...]]:
    """The phrases, none of them a single word."""
    found: dict[str, list[Entry]] = {}
    for (first, *others), some in _of(topics).items():
        if others:
            found.setdefault(first, []).extend(some)
    return {first: tuple(some) for first, some in found.items()}


def _start_of_code(text: str) -> int:
    line = max(text.rfind("\n") + 1, len(text) - LONGEST_LINE)
    tail = text[line:]
    return line if len(tail) <= BEGINNING or code_marks.may_be_code(tail) else len(text)


def _start_of_words(text: str, start: int, topics: frozenset[str]) -> int:
    first = max(start, len(text) - LONGEST_WAIT)
    last = max(first, len(text) - 2 * LONGEST)
    closed = _growing(text, list(tokens(text, last, len(text))), _by_first_word(topics))
    for hit in reversed(hits(text, first, len(text), _of(topics))):
        if hit.concept.is_anchor and hit.start < closed < matters_until(text, hit.end, REACH):
            closed = hit.start
    return closed


def _growing(text: str, words: Sequence[Token], known: Mapping[str, tuple[Entry, ...]]) -> int:
    """Where the first phrase begins that *text*, cut off in its middle, may still become; else where its last word begins."""
    for at in range(max(0, len(words) - _MOST_WORDS), len(words)):
        chain = words[at:]
        if all(word.is_joined for word in chain[1:]) and any(_goes_on(text, chain, known)):
            return chain[0].start
    return words[-1].start if words and words[-1].end == len(text) else len(text)


_MOST_WORDS = 12


def _goes_on(text: str, chain: Sequence[Token], known: Mapping[str, tuple[Entry, ...]]) -> Iterator[bool]:
    """For each entry: may *chain* be its beginning?"""
    is_cut = chain[-1].end == len(text)
    if len(text) - chain[-1].end > 2:
        return
    whole = [word.word for word in (chain[:-1] if is_cut else chain)]
    if not whole:
        return
    for entry in known.get(whole[0], ()):
        yield _begins(entry, whole, chain[-1].word if is_cut else "")


def _begins(entry: Entry, whole: Sequence[str], cut: str) -> bool:
    if len(entry.words) <= len(whole) or list(entry.words[: len(whole)]) != list(whole):
        return False
    return entry.words[len(whole)].startswith(cut)
