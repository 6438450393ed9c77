"""Is this digit run a US social security number, or a taxpayer number (ITIN)?

SSA, "Allocation of SSNs" (randomised since 2011): no area 000, 666 or 900-999, no group 00, no serial 0000; some numbers
were printed in advertisements and are nobody's. `123-45-6789` is a number like any other and counts, though people use it
as an example: masking an example does no harm. Nine bare digits need a word that says what they are.
ITIN: IRS Publication 1915: 9xx with the fourth and fifth digit in 50-65, 70-88, 90-92 or 94-99.
"""

from watchgate.detection.context import context
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.separators import BLANKS

_NOBODYS = frozenset({"078051120", "219099999", "457555462"})

_SSN_DASHED = Evidence("an issued number, written 3-2-4 with dashes", 0.85)
_SSN_SPACED = Evidence("an issued number, written 3 2 4 with blanks", 0.35)
_SSN_BARE = Evidence("nine digits in an issued range", 0.15)
_ITIN_DASHED = Evidence("a number of the IRS's range, written 3-2-4 with dashes", 0.8)
_ITIN_SPACED = Evidence("a number of the IRS's range, written 3 2 4 with blanks", 0.35)
_ITIN_BARE = Evidence("nine digits in the IRS's range", 0.15)


def ssn(text: str, start: int, end: int) -> Finding | None:
    """The finding when `[start, end)` is a social security number."""
    digits = "".join(filter(str.isdecimal, text[start:end]))
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area in {"000", "666"} or area >= "900" or group == "00" or serial == "0000":
        rejected("US_SSN", start, end, "us_ssn", "no such area, group or serial number is issued")
        return None
    if digits in _NOBODYS or digits.count(digits[0]) == 9:
        rejected("US_SSN", start, end, "us_ssn", "a number known to be nobody's")
        return None
    form = _form(text, start, end, _SSN_DASHED, _SSN_SPACED, _SSN_BARE)
    return finding("US_SSN", start, end, "us_ssn", form, context(text, start, "US_SSN"))


def itin(text: str, start: int, end: int) -> Finding | None:
    """The finding when `[start, end)` is a taxpayer number."""
    digits = "".join(filter(str.isdecimal, text[start:end]))
    group = int(digits[3:5])
    if digits[0] != "9" or group < 50 or group in {66, 67, 68, 69, 89, 93}:
        return None
    form = _form(text, start, end, _ITIN_DASHED, _ITIN_SPACED, _ITIN_BARE)
    return finding("US_ITIN", start, end, "us_itin", form, context(text, start, "US_ITIN"))


def _form(text: str, start: int, end: int, dashed: Evidence, spaced: Evidence, bare: Evidence) -> Evidence:
    if end - start == 9:
        return bare
    return spaced if text[start + 3] in BLANKS else dashed
