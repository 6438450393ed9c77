"""Which texts are written in other letters, backwards, or with their letters pulled apart?

Each of these would turn any text into another one, so it is tried only on lines in which a word that attacks are made of stands in the
disguise: `vtaber` (rot13), `erongi` (backwards), `ig-nore`; and on letters that stand alone, one after the other: `i g n o r e`.
"""

import codecs
import re
from collections.abc import Callable, Iterator

from watchgate.detection.injection.disguises.hidden import Disguise, Hidden
from watchgate.detection.injection.disguises.leetspeak import TELLING_LEET, undisguised_digits
from watchgate.detection.injection.disguises.telling import TELLING
from watchgate.detection.lazily import lazily

_COMMON = (
    *TELLING, "instructions", "prompts", "all", "any", "and", "the", "your", "you", "are", "now", "rules", "above", "prior", "earlier", "tell",
    "me", "show", "print", "repeat", "output", "secret", "key", "user", "with", "without", "answer", "everything", "what", "is", "in", "to", "do",
    "not", "no", "of", "say", "from", "act", "as", "pretend", "new", "mode", "developer", "admin", "message", "messages", "hidden",
    "this", "that", "give", "send", "data", "how", "make", "bomb", "write", "please", "initial", "word", "for",
)  # fmt: skip
_SPLIT_MARKS = "-._*|~+"


def _lines(telling: re.Pattern[str], plain: Callable[[str], str]) -> Callable[[str], Iterator[Hidden]]:
    """From the first to the last line with a telling word, read by *plain*."""

    def reveal(text: str) -> Iterator[Hidden]:
        found = list(telling.finditer(text))
        if not found:
            return
        first, last = found[0], found[-1]
        start = text.rfind("\n", 0, first.start()) + 1
        end = text.find("\n", last.end())
        end = len(text) if end < 0 else end
        yield Hidden(plain(text[start:end]), start, end)

    return reveal


def _any_of(words: Iterator[str]) -> str:
    return "(?i)" + "|".join(words)


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")


def _backwards(text: str) -> str:
    return text[::-1]


_SPLIT = _any_of(
    f"{word[:at]}[{re.escape(_SPLIT_MARKS)}]{word[at:]}" for word in TELLING for at in range(1, len(word))
)
_MARK_IN_WORD = lazily(rf"(?<=[^\W\d_])[{re.escape(_SPLIT_MARKS)}](?=[^\W\d_])")


def _joined(text: str) -> str:
    return _MARK_IN_WORD.sub("", text)


_ALONE = lazily(
    r"(?<![^\W_])[^\W\d_](?:(?:[ ]{1,3}|[ ]?[.\-_*|/\n]\n?[ ]?)[^\W\d_](?![^\W_])){5,}+", re.DOTALL
)
_WORD_GAP = lazily(r"[ ]{2,}|\n\n|[ ]?[/|][ ]?")
_KNOWN = lazily("|".join(sorted(_COMMON, key=lambda word: -len(word))))
_NOT_A_LETTER = lazily(r"[\W_]+")


def _reveal_alone(text: str) -> Iterator[Hidden]:
    """All lone letters of the text together, with what stands around them on their lines."""
    runs = list(_ALONE.finditer(text))
    if not runs:
        return
    start = text.rfind("\n", 0, runs[0].start()) + 1
    end = text.find("\n", runs[-1].end())
    end = len(text) if end < 0 else end
    parts, at = [], start
    for run in runs:
        parts += [text[at : run.start()], " ", _words_of(run.group()), " "]
        at = run.end()
    yield Hidden("".join((*parts, text[at:end])), start, end)


def _words_of(run: str) -> str:
    words = [_NOT_A_LETTER.sub("", word) for word in _WORD_GAP.split(run)]
    if all(len(word) < 2 for word in words) or len(words) == 1:
        return _KNOWN.sub(r" \g<0> ", "".join(words).lower())
    return " ".join(words)


_ROT13_WORDS = _any_of(_rot13(word) for word in TELLING)
_BACKWARDS_WORDS = _any_of(_backwards(word) for word in TELLING)

LETTERS = (
    Disguise("leetspeak", TELLING_LEET, _lines(lazily(TELLING_LEET), undisguised_digits)),
    Disguise("rot13", _ROT13_WORDS, _lines(lazily(_ROT13_WORDS), _rot13)),
    Disguise("backwards", _BACKWARDS_WORDS, _lines(lazily(_BACKWARDS_WORDS), _backwards)),
    Disguise("split-words", _SPLIT, _lines(lazily(_SPLIT), _joined)),
    Disguise(
        "lone-letters",
        r"(?i)(?:^|[^a-z])[a-z](?:[ .\-_*|/\n]{1,3}[a-z]){5}(?:$|[^a-z])",
        _reveal_alone,
    ),
)
