"""What does that which stands before a number say about its being a telephone number?

a word           call, Telefon, fax …     +0.4     order, invoice …   -0.4 right before it, -0.15 further away in the line
a weak word      number, signal, me at …  +0.2     when no other word of these says anything
a line's start   below a line of words    +0.2     a signature or an address
a field's start  after `|`, `,` or `;`    +0.1     a row of a table
a figure         before it, or above it   -0.25    one figure among others
"""

import re

import msgspec

from watchgate.detection.context import BETWEEN, CONTRADICTION, DOUBT, ELSE, REACH, SUPPORT, WORDS
from watchgate.detection.model import Evidence

_OTHER_NUMBERS = "account konto compte cuenta conto customer client kunden member employee student policy licence license passport nhs patient"
_SAYS_PHONE = WORDS["PHONE_NUMBER"]
_SAYS_ELSE = ELSE | frozenset(_OTHER_NUMBERS.split())
_WEAK_WORDS = "number numbers numéro número numero nummer numer номер signal text texted rang reach reached desk reception"
_WEAK = frozenset(_WEAK_WORDS.split())
_PREPOSITIONS = frozenset({"at", "on", "under", "unter", "auf", "au", "al", "op", "på"})
_PEOPLE_WORDS = "me us him her them you mich uns ihn sie moi nous lui mig meg mij ons desk team office line back available"
_PEOPLE = frozenset(_PEOPLE_WORDS.split())

_OWNERS_WORDS = (
    "my our his her their your mein meine unsere seine ihre mon notre mi nuestro meu mijn ons min mitt mio il"
)
_OWNERS = frozenset(_OWNERS_WORDS.split())

_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPTS = re.compile(
    "电话|電話|手机|手機|携帯|联系方式|전화|휴대폰|연락처|โทร|मोबाइल|फ़ोन|फोन|ফোন|মোবাইল|هاتف|جوال|موبايل|تلفن|טלפון|נייד"
)
"""Words of scripts that write no blanks between words, or whose words `_WORD` cuts at vowel signs."""

_PLACE = re.compile(
    r"(?i)\b(?:locat|situat|liv|resid|stay|arriv|address|street|park|stand|is at|was at|are at)"
)
"""What is `at` a place, with a house number, rather than at a telephone."""

_SIGNS = "$€£¥#§№"
_BULLETS = " \t\u00a0*>•-"
_AFTER_FIGURES = " \t,;|:/[({+=\u2013-"
_POSTAL_CODE = re.compile("[0-9]{4,6}(?:-[0-9]{3,4})?")
_BYTE = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{2}")

_FIGURES = Evidence("figures before it", -0.25, "context")
_SIGN = Evidence("the sign before it", -0.4, "context")
_BELOW = Evidence("it begins a line", 0.2, "context")
_BESIDE = Evidence("it begins a field", 0.1, "context")


def announced(text: str, start: int, *, stands_for_itself: bool) -> tuple[Evidence, ...]:
    """What stands before *start*, as evidence. Where it stands counts only for what *stands_for_itself*: not for mere digits."""
    first = max(0, start - REACH)
    before = text[first:start]
    last = before.rstrip(" \u00a0")
    if last and last[-1] in _SIGNS and len(before) - len(last) <= 1:
        return (_SIGN,)
    said = _said(before, first)
    stands = _standing(before, is_at_start=first == 0) if stands_for_itself else None
    return tuple(term for term in (said, stands) if term is not None)


def _said(before: str, first: int) -> Evidence | None:
    """What the nearest word says that says anything; else the nearest weak word."""
    is_next, later, weak = True, "", None
    words = list(_WORD.finditer(before))
    if words and words[-1].group() == "at" and not _PLACE.search(before):
        weak = _word(words[-1], first, 0.2)
    for found in reversed(words):
        word = found.group().lower()
        if word in _SAYS_PHONE:
            return _word(found, first, SUPPORT)
        if word in _SAYS_ELSE and (is_next or "\n" not in before[found.end() :]):
            return _word(found, first, CONTRADICTION if is_next else DOUBT)
        if weak is None and (word in _WEAK or (word in _PEOPLE and later in _PREPOSITIONS)):
            weak = _word(found, first, 0.2)
        elif weak is not None and later in _WEAK and word in _OWNERS:
            weak = msgspec.structs.replace(weak, weight=0.35)
        is_next = is_next and word in BETWEEN
        later = word
    elsewhere = None if before.isascii() else _OTHER_SCRIPTS.search(before)
    return _word(elsewhere, first, SUPPORT) if elsewhere else weak


def _word(found: re.Match[str], first: int, weight: float) -> Evidence:
    start, end = found.span()
    return Evidence(
        f"the word “{found.group().lower()}” before it", weight, "context", start + first, end + first
    )


def _standing(before: str, *, is_at_start: bool) -> Evidence | None:
    figures = before.rstrip(_AFTER_FIGURES)
    if len(figures) < len(before) and _is_figure(figures.rstrip("])}%")):
        return _FIGURES
    line = before.rstrip(_BULLETS)
    if line[-1:] == "\n" or (not line and is_at_start):
        above = _line_above(line)
        if not above:
            return None
        return _BELOW if any(map(str.isalpha, above)) else _FIGURES
    is_field = before.rstrip(" ")[-1:] in {",", ";", "|", "\t"}
    return _BESIDE if is_field and any(map(str.isalpha, before)) else None


def _line_above(line: str) -> str:
    """The last line of *line* that says something; what is above a line of nothing but a postal code, if such a line it is."""
    lines = line.rstrip(f"\n\r{_BULLETS}").rsplit("\n", 2)
    return lines[-2] if len(lines) > 1 and _POSTAL_CODE.fullmatch(lines[-1].strip()) else lines[-1]


def _is_figure(before: str) -> bool:
    return before[-1:].isdecimal() or _BYTE.fullmatch(before, len(before) - 2) is not None
