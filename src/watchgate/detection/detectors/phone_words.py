"""What does that which stands before a number say about its being a telephone number?

a word           call, Telefon, fax …     +0.4     order, invoice …   -0.4 right before it, -0.15 further away
a weak word      number, signal, me at …  +0.2     when no other word of these says anything
a line's start   below a line of words    +0.2     a signature or an address
a field's start  after `|`, `,` or `;`    +0.1     a row of a table
a figure         before it, or above it   -0.25    one figure among others
"""

import re

import msgspec

from watchgate.detection.context import ELSE, REACH, context
from watchgate.detection.model import Evidence

_NAME = "PHONE_NUMBER"

_OTHER_NUMBERS = "account konto compte cuenta conto customer client kunden member employee student policy licence license passport nhs patient"
_SAYS_ELSE = ELSE | frozenset(_OTHER_NUMBERS.split())
_WEAK_WORDS = "number numbers numéro número numero nummer numer номер signal text texted rang reach reached desk reception office line branch"
_WEAK = frozenset(_WEAK_WORDS.split())
_PREPOSITIONS = frozenset({"at", "on", "under", "unter", "auf", "au", "al", "op", "på"})
_PEOPLE_WORDS = "me us him her them you mich uns ihn sie moi nous lui mig meg mij ons desk team office line back available"
_PEOPLE = frozenset(_PEOPLE_WORDS.split())

_OWNERS_WORDS = (
    "my our his her their your mein meine unsere seine ihre mon notre mi nuestro meu mijn ons min mitt mio il"
)
_OWNERS = frozenset(_OWNERS_WORDS.split())

_WORD = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"(?:\A|.*\n)[ \t\u00a0*>•-]*\Z", re.DOTALL)
_FIELD = re.compile(r"[,;|\t][ \t]*\Z")
_AFTER_A_FIGURE = re.compile(r"(?:[0-9]|\b[0-9a-fA-F]{2})[\])}%]*[ \t,;|:/\[({+=\u2013-]+\Z")
_AFTER_A_SIGN = re.compile(r"[$€£¥#§№][ \u00a0]?\Z")

_FIGURES = Evidence("figures before it", -0.25, "context")
_SIGN = Evidence("the sign before it", -0.4, "context")
_BELOW = Evidence("it begins a line", 0.2, "context")
_BESIDE = Evidence("it begins a field", 0.1, "context")


def announced(text: str, start: int, *, stands_for_itself: bool) -> tuple[Evidence, ...]:
    """What stands before *start*, as evidence. Where it stands counts only for what *stands_for_itself*: not for mere digits."""
    before = text[max(0, start - REACH) : start]
    if _AFTER_A_SIGN.search(before):
        return (_SIGN,)
    said = context(text, start, _NAME, against=_SAYS_ELSE) or _weakly(before, start)
    stands = _standing(before, is_at_start=start == len(before)) if stands_for_itself else None
    return tuple(term for term in (said, stands) if term is not None)


def _weakly(before: str, start: int) -> Evidence | None:
    later, weak = "", None
    for found in reversed(list(_WORD.finditer(before))):
        word = found.group().lower()
        if weak:
            return _owned(weak, word)
        if word in _WEAK or (word in _PEOPLE and later in _PREPOSITIONS):
            at = start - len(before)
            weak = Evidence(
                f"the word “{word}” before it", 0.2, "context", found.start() + at, found.end() + at
            )
        later = word
    return weak


def _owned(weak: Evidence, before: str) -> Evidence:
    """`my number` says more than `number`."""
    return msgspec.structs.replace(weak, weight=0.35) if before in _OWNERS else weak


def _standing(before: str, *, is_at_start: bool) -> Evidence | None:
    if _AFTER_A_FIGURE.search(before):
        return _FIGURES
    if _LINE.match(before) and (is_at_start or "\n" in before):
        above = before.rstrip(" \t\u00a0*>•-\n\r").rpartition("\n")[2]
        if not above:
            return None
        return _BELOW if any(map(str.isalpha, above)) else _FIGURES
    return _BESIDE if _FIELD.search(before) and any(map(str.isalpha, before)) else None
