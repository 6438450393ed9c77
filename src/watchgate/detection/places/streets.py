"""Does a street with its house number stand around this number?

    number first   12 Main Street · 221B Baker Street · 12 bis, rue de la Paix · 4471 Broadway
    name first     Hauptstraße 12a · via Roma 12 · Kossuth Lajos utca 12 · Nyhavn 71

A street whose name says that it is one carries itself; a weak or a missing word needs what stands before it or in its tail.
"""

# ruff: noqa: RUF001 -- letters of other scripts are meant

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence
from watchgate.detection.places import street_words as words
from watchgate.detection.places.letters import CAPITAL, ELIDED, GAP, HONORED, LETTER, LINK, NAME, alternatives
from watchgate.detection.places.words import LEADING_UNITS, NEVER

NUMBER = lazily(
    r"(?<![\w$€£¥#@%&=+/\\.:<~^_-])(?<![0-9][,'])[0-9]{1,6}(?:[ ]1/2|[ ][A-H][ ][0-9]{1,3}(?=[ ]?[,\n]|\Z)|[ ]?[A-Za-z](?![\w'\u2019]))?(?:[ ]?[-\u2013/+][ ]?[0-9]{1,5}[A-Za-z]?(?!\w))*+"
    r"(?![\w$€£¥%°²³/\\+=@*^<>~\u2013-])(?![.:,][0-9])"
)

_STRONG = Evidence("a number and the name of a street", 0.75)
_WEAK = Evidence("a number and a name that may be that of a street", 0.4)
_SMALL = Evidence("a number and the name of a street in small letters", 0.35)
_WEAKLY_COMPOUND = Evidence("a number and a name that ends like that of a street", 0.3)
_UNTYPED = Evidence("a name and a number that may be those of a street", 0.2)
_DOUBLED = Evidence("a name between two numbers", 0.35)
_LED = Evidence("a part of a building", 0.2)
_NUMBER_FIRST = Evidence("a number and a name that may be those of a street", 0.1)

LOOK_BACK = 90
"""Characters before a house number in which the name of its street stands."""

_AFTER_NUMBER = alternatives(words.AFTER_NUMBER)
_AFTER = alternatives(words.AFTER)
_WEAK_AFTER = alternatives(words.WEAK_AFTER)
_BEFORE = alternatives(words.BEFORE)
_WEAK_BEFORE = alternatives(words.WEAK_BEFORE)
_ENDINGS = alternatives(words.ENDINGS)
_WEAK_ENDINGS = alternatives(words.WEAK_ENDINGS)
_END_OF_WORD = r"(?<=[\w./º])(?![\w'\u2019])"
_DIRECTION = (
    r"(?:[NSEW]|[NS][EW]|[NSEW]\.|North|South|East|West|Northeast|Northwest|Southeast|Southwest)(?!\w)"
)

_PART = rf"(?:{NAME}|{ELIDED}|[0-9]{{1,3}}(?:st|nd|rd|th|ST|ND|RD|TH)?(?!\w)|{LINK}(?!\w)|[A-Z](?!\w)|&)"
_ORDINAL = r"[0-9]{1,3}(?i:st|nd|rd|th)(?!\w)"
_NUMBER_THEN_NAME = lazily(
    rf"(?!,{GAP}*[0-9]),?{GAP}{{1,2}}(?P<name>(?:{_PART}{GAP}){{0,4}}?(?:{NAME}|{_ORDINAL}|[A-Z](?!\w)){GAP})"
    rf"(?P<type>(?i:(?P<strong>{_AFTER_NUMBER}|{_AFTER})|{_WEAK_AFTER})){_END_OF_WORD}(?P<direction>{GAP}{_DIRECTION})?"
)
_SMALL_NAME = lazily(
    rf",?{GAP}(?P<name>(?:{LETTER}++{GAP}|{_ORDINAL}{GAP}){{1,3}}?)(?P<type>street|avenue|ave|road|rd|boulevard|blvd|lane|drive|st|court|crescent|terrace|parkway|way){_END_OF_WORD}"
)
_NUMBER_THEN_TYPE = lazily(
    rf",?{GAP}{{1,2}}(?:(?:bis|ter|quater|[A-D]),?{GAP})?(?P<type>(?i:(?P<strong>{_BEFORE}|avenue|place|route|square|passage|cours|cité|montée|voie))){_END_OF_WORD}{GAP}?"
    rf"(?P<name>(?:{LINK}{GAP}|(?:[dl]|[DL])['\u2019])*(?:{NAME}|{ELIDED}|[0-9]{{1,2}})(?:(?:{GAP}|-)(?:{LINK}{GAP}|[dl]['\u2019]){{0,3}}(?:{NAME}|{ELIDED}|[0-9]{{4}}(?!\w))){{0,5}})"
)
_HIGHWAY = lazily(
    rf"{GAP}(?:(?:[NSEW]\.?|North|South|East|West|Old|State|County|US|U\.S\.){GAP}){{0,2}}(?:Highway|Hwy\.?|Route|Rte\.?|Road|State Road|County Road|Farm to Market Road){GAP}[0-9]{{1,4}}(?![\w.:])"
)
_NUMBER_THEN_WORDS = lazily(
    rf",?{GAP}{{1,2}}(?P<name>(?:{NAME}|[A-Z](?!\w)|{_ORDINAL})(?:(?:{GAP}|-)(?:{LINK}{GAP}){{0,2}}(?:{NAME}|{_ORDINAL}|[A-Z](?!\w))){{0,3}})(?!\w)"
)

_MAY_STAND_BEFORE_NUMBER = r",?(?:[ \t\u00a0]*(?i:n[º°o]\.?|nr\.?|no[.:]?|núm\.?|num\.?|number|№|nummer|hausnr\.?|д\.?|дом|буд\.?|č\.p\.|č\.|#)[ \t\u00a0]*|[ \t\u00a0]{1,2})"
_NAME_THEN_NUMBER = lazily(
    rf"(?<![\w'\u2019])(?:"
    rf"(?P<before>(?i:(?P<strong>{_BEFORE})|{_WEAK_BEFORE})){_END_OF_WORD}{GAP}{{0,2}}(?P<named>(?:{LINK}{GAP}|(?:[dl])['\u2019])*(?:{NAME}|{ELIDED}|[IVX]+|[0-9]{{1,2}}(?:-?(?:го|я|й|ой))?)(?:(?:{GAP}|-)(?:{LINK}{GAP}){{0,3}}(?:{NAME}|{ELIDED}|[IVX]+|[0-9]{{4}}(?!\w))){{0,5}})"
    rf"|(?P<after>(?:(?:{NAME}|{ELIDED})(?:{GAP}|-)(?:{LINK}{GAP}){{0,2}}){{1,4}}(?:{HONORED}{GAP})?(?i:{_AFTER}|st\.))"
    rf"|(?P<compound>(?:(?:{NAME}){GAP}){{0,2}}(?=[{CAPITAL}]){LETTER}{{3,20}}?(?i:{_ENDINGS})(?!{LETTER}))"
    rf"|(?P<weakly>(?:(?:{NAME}){GAP}){{0,2}}(?=[{CAPITAL}]){LETTER}{{3,20}}?(?i:{_WEAK_ENDINGS})(?!{LETTER}))"
    rf"|(?P<words>(?:{NAME}|{ELIDED})(?:(?:{GAP}|-)(?:{LINK}{GAP}){{0,2}}(?:{NAME}|{ELIDED})){{0,4}})"
    rf")(?P<between>{_MAY_STAND_BEFORE_NUMBER})\Z"
)
_LEADING = lazily(
    rf"(?<![\w'\u2019.-])(?i:{LEADING_UNITS})\.?(?:[ ](?i:no|number|nr)\.?)?[ ]?#?(?:[0-9]{{1,5}}[A-Za-z]?|[A-Z]|[A-Z][0-9]{{1,3}})(?:[/-][0-9A-Z]{{1,4}})?(?:,?[ ]|[ ]?/[ ]?|,?\n|[ ]?-[ ])\Z"
)
_UNIT_BEFORE = lazily(rf"(?<![\w'\u2019.-])(?i:{LEADING_UNITS})\.?(?:[ ](?i:no|number|nr)\.?)?[ ]?\Z")
_WORD_BEHIND = lazily(r",?[ \t\u00a0]{1,2}(?:[^\W\d_]|[0-9]{1,3}(?:st|nd|rd|th)(?!\w))")
_BOX = lazily(
    r"(?i:box|bag|p\.?o\.?b\.?|postfach|apartado|postal|postale|postbus|postboks|pocztowa|postafiók)[ ]?(?:(?:no|nr)\.?)?[ :#]{0,2}\Z"
)
_NUMBER_BEFORE = lazily(r"(?<![\w.,:/$€£#-])[0-9]{1,6}[A-Za-z]?[ \t]\Z")
_NUMBER_AFTER = lazily(
    rf",?{GAP}[0-9]{{1,4}}[A-Za-z]?(?:[-/][0-9]{{1,4}})?(?![\w%°:-]|[.,:][0-9]|{GAP}(?=..){NAME})\.?"
)
_MONTH = lazily(
    r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|märz|mai|juin|juillet|enero|gennaio)[a-zé]*+\.?,?(?!\w)"
)
_YEAR = lazily(r"(?:19|20)[0-9]{2}(?![0-9A-Za-z/-])")


@dataclass(frozen=True, slots=True)
class Street:
    """`[start, end)` is the street with its number; `form` what the way it is written says."""

    start: int
    end: int
    form: Evidence
    needs_postcode: bool = False


def stands_beside_a_word(text: str, number: re.Match[str]) -> bool:
    """Quickly: a number without a word beside it is none of a house."""
    if _WORD_BEHIND.match(text, number.end()):
        return True
    return _BETWEEN.search(text, max(0, number.start() - 8), number.start()) is not None


def streets(text: str, number: re.Match[str], *, is_raised: bool = False) -> Iterator[Street]:
    """The ways to read the surroundings of *number* as a street, the better ones first.

    In a text whose capitals are not its own (`is_raised`), a name in front of the number must say that it is a street.
    """
    if _is_of_something_else(text, number):
        return
    yield from _number_first(text, number)
    yield from _name_first(text, number, is_raised=is_raised)


def _is_of_something_else(text: str, number: re.Match[str]) -> bool:
    """A list number (`1. Main`), or that of a box."""
    if _BOX.search(text, max(0, number.start() - 16), number.start()):
        return True
    return text[number.end() : number.end() + 1] == "." and text[number.start() - 1 : number.start()] in {
        "",
        "\n",
    }


def _number_first(text: str, number: re.Match[str]) -> Iterator[Street]:
    at = number.end()
    start = _with_leading_units(text, number.start())
    led = start < number.start()
    start = start if led else _with_number_before(text, start)
    if unit := _UNIT_BEFORE.search(text, max(0, number.start() - 20), number.start()):
        yield Street(_with_leading_units(text, unit.start()), at, _LED, needs_postcode=True)
        return
    if found := _NUMBER_THEN_TYPE.match(text, at, at + LOOK_BACK):
        strong = found["strong"] and (found["strong"] != "via" or not _is_no_street(found["name"]))
        yield Street(start, _with_number_after(text, found.end()), _STRONG if strong else _WEAK)
        return
    if found := _HIGHWAY.match(text, at, at + LOOK_BACK):
        yield Street(start, found.end(), _STRONG)
        return
    found = _NUMBER_THEN_NAME.match(text, at, at + LOOK_BACK)
    if found and not _is_no_street(found["name"]):
        strong = found["strong"] or led or found["type"].lower() in _ALMOST_STRONG
        yield Street(start, _with_number_after(text, found.end()), _STRONG if strong else _WEAK)
        return
    if (small := _SMALL_NAME.match(text, at, at + 50)) and not _is_no_small_street(small["name"]):
        yield Street(start, small.end(), _SMALL)
        return
    some = _NUMBER_THEN_WORDS.match(text, at, at + LOOK_BACK)
    if some and not _is_no_street(some["name"]) and not _MONTH.match(some["name"]):
        yield Street(start, some.end(), _NUMBER_FIRST, needs_postcode=True)


def _name_first(text: str, number: re.Match[str], *, is_raised: bool) -> Iterator[Street]:
    first = max(0, number.start() - LOOK_BACK)
    before = text[first : number.start()]
    if not _BETWEEN.search(before) or _ends_in_a_plain_word(before):
        return
    found = _NAME_THEN_NUMBER.search(before, before.rfind("\n") + 1)
    if found is None or (is_raised and not found["before"] and " " in (found["compound"] or " ")):
        return
    start = _with_number_before(text, first + found.start())
    form = _form(found, number, is_doubled=start < first + found.start())
    if form:
        yield Street(start, number.end(), form)


def _ends_in_a_plain_word(before: str) -> bool:
    """Is the word in front of the number in small letters, and none that ends a street? Then a dearer look is in vain."""
    found = _PLAIN_WORD.search(before)
    return found is not None and found[1] not in _ENDS_A_STREET


def _form(found: re.Match[str], number: re.Match[str], *, is_doubled: bool) -> Evidence | None:
    """What a name in front of *number* says; None where it is not that of a street."""
    if found["before"]:
        is_strong = found["strong"] and found["strong"] != "via"
        return None if _is_no_street(found["named"]) else _STRONG if is_strong else _WEAK
    if "," in found["between"]:
        return None
    if found["after"] or found["compound"]:
        return _STRONG
    name = found["weakly"] or found["words"]
    if _is_no_street(name) or _YEAR.match(number.group()) or _MONTH.match(name):
        return None
    if found["weakly"]:
        return _WEAKLY_COMPOUND
    return _DOUBLED if is_doubled else _UNTYPED


_BETWEEN = lazily(r"[^\W\d_][ .,:#º°\u00a0]{1,6}\Z|(?i:nr|no|n)[.:]?[ ]?\Z")
_PLAIN_WORD = lazily(r"(?<![\w'\u2019.-])([a-zà-öø-ÿ]{2,})[ ,\u00a0]{1,2}\Z")
_NUMBER_WRITTEN = "nr no num núm number nummer hausnr"
_ENDS_A_STREET = frozenset(word.rstrip(".") for word in f"{words.AFTER} {_NUMBER_WRITTEN}".lower().split())
_ALMOST_STRONG_WRITTEN = "st st. dr dr. ct ct. pl cir sq mews gardens close drive court grove"
_ALMOST_STRONG = frozenset(_ALMOST_STRONG_WRITTEN.split())


def _with_leading_units(text: str, start: int) -> int:
    for _ in range(3):
        found = _LEADING.search(text, max(0, start - 30), start)
        if found is None:
            break
        start = found.start()
    return start


def _with_number_before(text: str, start: int) -> int:
    """A number may stand on both sides of a name: that of a building, or a postcode without its town."""
    found = _NUMBER_BEFORE.search(text, max(0, start - 12), start)
    return _with_leading_units(text, found.start() if found else start)


def _with_number_after(text: str, end: int) -> int:
    """The same, seen from the other side."""
    found = _NUMBER_AFTER.match(text, end)
    return found.end() if found else end


def _is_no_street(name: str) -> bool:
    """Does a word stand in *name* that announces something else?"""
    words_of = [word.strip(".,").lower() for word in name.split()]
    return not words_of or words_of[0] in _NEVER_FIRST or words_of[-1] in _NEVER_LAST


_ONLY_LATER_WRITTEN = "the st mark john matthew luke may june april august south level lake old port top law first mon sun best war world day"
_NEVER_FIRST = NEVER - frozenset(_ONLY_LATER_WRITTEN.split())
_MONTHS_AND_DAYS_WRITTEN = (
    "may june april august mark john matthew luke day port law grade first world class level oct sun war"
)
_NEVER_LAST = NEVER - frozenset(_MONTHS_AND_DAYS_WRITTEN.split())


def _is_no_small_street(name: str) -> bool:
    return any(word in NEVER or word in _SMALL_WORDS for word in name.split())


_SMALL_WORDS_WRITTEN = "to into down up off out across along no not one two three four five way ways people men women cars miles mile km kilometers meters feet hours  minutes seconds different ways each every all some any many much other own single whole long short steps blocks"
_SMALL_WORDS = frozenset(_SMALL_WORDS_WRITTEN.split())
