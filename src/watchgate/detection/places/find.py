"""Which postal addresses stand in a text?

Every house number is looked at: is it part of a street, what stands before that, and how does it go on? Where one address
begins another ends.
"""

import re
from collections.abc import Iterable, Iterator

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.places.boxes import boxes, military
from watchgate.detection.places.corners import corners
from watchgate.detection.places.letters import CAPITAL
from watchgate.detection.places.small import raised
from watchgate.detection.places.streets import NUMBER, Street, stands_beside_a_word, streets
from watchgate.detection.places.tail import REACH, Tail, tail
from watchgate.detection.places.words_before import announced
from watchgate.detection.scoring import finding

ENTITY = "STREET_ADDRESS"
_NAME = "address"

_POSTCODE_AND_TOWN = Evidence("a postcode and a town follow", 0.4, "rule")
_POSTCODE = Evidence("a postcode follows", 0.3, "rule")
_COUNTRY = Evidence("a country follows", 0.3, "rule")
_REGION = Evidence("a region follows", 0.15, "rule")
_UNIT = Evidence("a part of a building follows", 0.2, "rule")
_TOWN = Evidence("a town follows", 0.1, "rule")
_IN_SMALL_LETTERS = Evidence("written in small letters", -0.3)

_CAPITAL = lazily(f"[{CAPITAL}]")
_SMALL_REACH = 40


def find(text: str) -> Iterator[Finding]:
    """All addresses with a house number."""
    done = 0
    in_small_letters = ""
    for number in NUMBER.finditer(text):
        if number.start() < done or not stands_beside_a_word(text, number):
            continue
        found = _at(text, number, done)
        if found is None and _is_small(text, number):
            in_small_letters = in_small_letters or raised(text)
            found = _at(in_small_letters, number, done, _IN_SMALL_LETTERS)
        if found:
            yield found
            done = found.end


def find_boxes(text: str) -> Iterator[Finding]:
    """All post-office boxes and military addresses, with their tails."""
    return _unnumbered(text, (*boxes(text), *military(text)))


def find_corners(text: str) -> Iterator[Finding]:
    """All places where two streets meet."""
    return _unnumbered(text, corners(text))


def _unnumbered(text: str, found: Iterable[Street]) -> Iterator[Finding]:
    done = 0
    for street in sorted(found, key=lambda one: one.start):
        if street.start >= done and (address := _address(text, street)):
            yield address
            done = address.end


def _at(text: str, number: re.Match[str], done: int, *terms: Evidence) -> Finding | None:
    """The address whose house number *number* is, when no other reaches up to *done*."""
    found = [
        address
        for street in streets(text, number, is_raised=bool(terms))
        if street.start >= done and (address := _address(text, street, *terms))
    ]
    return max(found, key=lambda one: (one.score, one.end - one.start), default=None)


def _is_small(text: str, number: re.Match[str]) -> bool:
    """Are the words around *number* all written in small letters?"""
    first, last = max(0, number.start() - _SMALL_REACH), number.end() + _SMALL_REACH
    return _CAPITAL.search(text, first, last) is None


def _address(text: str, street: Street, *terms: Evidence) -> Finding | None:
    rest = tail(text, street.end, min(len(text), street.start + REACH))
    if street.needs_postcode and not rest.has_postcode:
        return None
    about = announced(text, street.start)
    return finding(ENTITY, street.start, rest.end, _NAME, street.form, *terms, about, *_terms(rest))


def _terms(rest: Tail) -> Iterator[Evidence]:
    if rest.has_postcode:
        yield _POSTCODE_AND_TOWN if rest.has_town else _POSTCODE
    elif rest.has_town:
        yield _TOWN
    if rest.has_country:
        yield _COUNTRY
    if rest.has_region:
        yield _REGION
    if rest.has_unit:
        yield _UNIT
