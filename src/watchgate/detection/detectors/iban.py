"""Where does a text hold IBANs?

A country of the registry, its length, and the check digits must all agree. Written without blanks, or in capitals in groups
of four.
"""

import re
from collections.abc import Iterator

from watchgate.detection.checksums import mod97
from watchgate.detection.context import context
from watchgate.detection.detector import Detector
from watchgate.detection.edges import touches_word_after, touches_word_before
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding
from watchgate.detection.separators import BLANKS, DASHES

_COUNTRIES = """
    15 NO
    16 BE
    18 DK FO FI GL NL SD
    19 MK SI
    20 AT BA EE KZ LT LU XK MN
    21 CH HR LI LV
    22 BG BH CR DE GB GE IE ME RS VA
    23 AE GI IL IQ OM SO TL
    24 AD CZ ES MD PK RO SA SE SK TN VG
    25 LY PT ST
    26 IS TR
    27 BI DJ FR GR IT MC MR SM
    28 AL AZ BF BY CY DO GT HN HU LB NI PL SV
    29 BR EG PS QA UA
    30 JO KW MU YE
    31 MT SC
    32 LC
    33 RU
"""
_LENGTHS = {
    country: int(length)
    for length, *countries in map(str.split, _COUNTRIES.strip().splitlines())
    for country in countries
}
"""SWIFT IBAN registry, release 99."""

_GAP = f"[{BLANKS}{DASHES}]"
_CANDIDATE = re.compile(
    rf"[A-Z]{{2}}[0-9]{{2}}(?:{_GAP}[A-Z0-9]{{4}}){{2,7}}(?:{_GAP}[A-Z0-9]{{1,4}})?|[A-Za-z]{{2}}[0-9]{{2}}[A-Za-z0-9]{{11,30}}(?![A-Za-z0-9])"
)
_GAPS = re.compile(_GAP)
_FORM = Evidence("country, length and check digits of an IBAN", 0.95)


def _find(text: str) -> Iterator[Finding]:
    at = 0
    while found := _CANDIDATE.search(text, at):
        start = found.start()
        end = _end_of_iban(text, found)
        if end is None or touches_word_before(text, start):
            at = start + 1
            continue
        at = end
        hit = finding("IBAN_CODE", start, end, "iban", _FORM, context(text, start, "IBAN_CODE"))
        if hit:
            yield hit


def _end_of_iban(text: str, found: re.Match[str]) -> int | None:
    compact = _GAPS.sub("", found.group()).upper()
    length = _LENGTHS.get(compact[:2])
    if length is None or len(compact) < length or not mod97(compact[:length]):
        return None
    end = found.start()
    for _ in range(length):
        while _GAPS.match(text, end):
            end += 1
        end += 1
    return None if touches_word_after(text, end) else end


_SEPARATED = rb"(?:[ \-]|\xc2\xa0|\xe2\x80.)?"
IBAN = Detector(
    "iban",
    (
        rb"(?i)[A-Z]{2}[0-9]{2}"
        + _SEPARATED
        + rb"[A-Z0-9]{4}"
        + _SEPARATED
        + rb"[A-Z0-9]{4}"
        + _SEPARATED
        + rb"[A-Z0-9]{3}",
    ),
    _find,
)
