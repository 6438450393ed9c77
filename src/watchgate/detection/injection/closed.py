"""How much of a growing text can be cut off without cutting through a signal?

A signal begins with an opening phrase, ends before its sentence does, and is at most `REACH` characters long. So text is open
from the first opening of the last sentence that may still become a signal, and from its last, unfinished word in any case.
"""

import re
from collections.abc import Iterator

from watchgate.detection.injection.disguises.leetspeak import undisguised_digits
from watchgate.detection.injection.patterns import COMPILED, REACH, CompiledRule
from watchgate.detection.injection.view import view

LONGEST_LOOK_AHEAD = 32
"""A rule may ask what does not follow its signal; it sees at most this far."""

_FIRST_UNSPACED = "\u1100"
_LONGEST_UNSPACED = 6
_UP_TO_LAST_BLANK = re.compile(r"(?s:.*\s)")
_UP_TO_LAST_UNSPACED = re.compile(rf"(?s:.*[\s{_FIRST_UNSPACED}-\U0010ffff])")
_PUNCTUATION = {code: " " for code in range(128) if not chr(code).isalnum()}
_NOT_A_WORD = re.compile(r"[\W_]")
_LEET = re.compile(r"[013457@$]")


_Rules = tuple[CompiledRule, ...]
"""All rules that begin with one word."""


def injection_closed_until(text: str, start: int) -> int:
    """The offset ≥ *start* before which no signal can begin and still grow, however *text* goes on."""
    tail = text[start:] if start else text
    seen = view(tail)
    sentence = 1 + max(seen.text.rfind("."), seen.text.rfind("!"), seen.text.rfind("?"))
    open_from = _open_from(seen.text, sentence)
    return start + (seen.place(open_from) if open_from < len(seen.text) else len(tail))


def _open_from(text: str, sentence: int) -> int:
    open_from = max(sentence, _last_run(text))
    for form in _forms(text):
        openings = list(_openings(form, sentence))
        growing = next((at for at, rules in openings if _is_growing(form, at, rules)), None)
        if growing is not None:
            open_from = min(open_from, max(sentence, _run_around(text, growing)))
        for at, rules in reversed(openings):
            if at < open_from and any(_is_cut(form, at, rule, open_from) for rule in rules):
                open_from = max(sentence, _run_around(text, at))
    return open_from


def _forms(text: str) -> Iterator[str]:
    yield text
    if _LEET.search(text):
        yield undisguised_digits(text)


def _last_run(text: str) -> int:
    """Where the last run of characters other than blanks begins; of a script without blanks, its last few characters."""
    if not text or text[-1] < _FIRST_UNSPACED:
        return _run_around(text, len(text))
    found = _UP_TO_LAST_UNSPACED.match(text, 0, max(0, len(text) - _LONGEST_UNSPACED))
    return found.end() if found else 0


def _run_around(text: str, at: int) -> int:
    found = _UP_TO_LAST_BLANK.match(text, 0, at)
    return found.end() if found else 0


def _openings(text: str, sentence: int) -> Iterator[tuple[int, _Rules]]:
    """Where in the sentence a word stands with which signals begin, in the order of the text."""
    last = text[sentence:]
    if not last.isascii():
        words = _NOT_A_WORD.sub(" ", last)
        yield from (
            (sentence + at, rules) for first, rules in _UNSPACED.items() for at in _everywhere(first, last)
        )
    else:
        words = last.translate(_PUNCTUATION)
    split = words.split()
    if _SPACED.keys().isdisjoint(split):
        return
    at = 0
    for word in split:
        at = words.index(word, at)
        if word in _SPACED:
            yield sentence + at, _SPACED[word]
        at += len(word)


def _everywhere(first: str, text: str) -> Iterator[int]:
    at = text.find(first)
    while at >= 0:
        yield at
        at = text.find(first, at + 1)


def _is_growing(text: str, at: int, rules: _Rules) -> bool:
    if len(text) - at > REACH:
        return False
    for rule in rules:
        if rule.growing.match(text, at):
            return True
        whole = rule.whole.match(text, at)
        if whole and len(text) - whole.end() < LONGEST_LOOK_AHEAD:
            return True
    return False


def _is_cut(text: str, at: int, rule: CompiledRule, cut: int) -> bool:
    """Would a signal that begins at *at* look different if the text ended at *cut*?"""
    whole = rule.whole.match(text, at, at + REACH)
    part = rule.whole.match(text, at, min(at + REACH, cut))
    return (whole and whole.end()) != (part and part.end())


def _by_first_word(*, is_spaced: bool) -> dict[str, _Rules]:
    """Openings that are no words (`[INST]`) are single runs of characters, which wait anyway."""
    named: dict[str, dict[str, CompiledRule]] = {}
    for rule in COMPILED:
        for phrase in rule.opens:
            if phrase[0].isalpha() and (phrase[0] < _FIRST_UNSPACED) == is_spaced:
                first = _NOT_A_WORD.sub(" ", phrase).split()[0]
                named.setdefault(first, {})[rule.name] = rule
    return {first: tuple(rules.values()) for first, rules in named.items()}


_SPACED = _by_first_word(is_spaced=True)
_UNSPACED = _by_first_word(is_spaced=False)
