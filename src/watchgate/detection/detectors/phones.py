"""Is this digit run a telephone number?

written as                  believed
+<country> …                always; more when phonenumbers calls it valid
(415) 555-0132, 1-415-…     when area and exchange may exist in North America (NANPA: neither begins with 0 or 1)
415-555-0132                the same; 123-456-7890 just so
020 7946 0958, 01 42 68 …   when written as the British or the French write
anything else               only when a word just before says so
"""

import re

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneNumber, is_valid_number

from watchgate.detection.context import context
from watchgate.detection.detectors.phone_groups import grouped
from watchgate.detection.detectors.phone_words import announced
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.separators import BLANKS, DASHES

_NAME = "PHONE_NUMBER"

_VALID = Evidence("a valid number with a country code", 0.85)
_PLAUSIBLE = Evidence("a plus, a country code, a fitting number of digits", 0.6)
_WITH_AREA = Evidence("a North American number with brackets or a leading 1", 0.85)
_IN_GROUPS = Evidence("a North American number in groups", 0.7)
_SPACED = Evidence("a North American number in groups with blanks", 0.55)
_UNASSIGNED = Evidence("the groups of a North American number, with unassigned digits", 0.5)
_UNASSIGNED_SPACED = Evidence(
    "the groups of a North American number with blanks, with unassigned digits", 0.3
)
SUPPORTED = 0.5
"""A form that says so much by itself gains nothing from where it stands."""
_BARE = Evidence("ten digits that may be a North American number", 0.2)
_NATIONAL = Evidence("a national number as the British or the French write it", 0.55)
_BARE_MOBILE = Evidence(
    "as many digits as a national number, with a leading zero or as Chinese mobile numbers have them", 0.3
)
_LOOSE = Evidence("as many digits as a telephone number", 0.15)

_DIGIT = re.compile("[0-9]")
EXTENSION = re.compile("x[0-9]{1,5}(?![0-9])")
_MOBILE = re.compile("0[1-9][0-9]{8,9}|1[3-9][0-9]{9}")
_LAST_GROUP = re.compile(f"[{BLANKS}{DASHES}./(]+[0-9)]+$")
_NATIONAL_FORM = re.compile(
    f"0[1-9](?:[{BLANKS}.{DASHES}]?[0-9]{{2}}){{4}}"
    rf"|\(?0(?:2[0-9]\)?[{BLANKS}{DASHES}]?[0-9]{{4}}[{BLANKS}{DASHES}]?[0-9]{{4}}"
    rf"|1[0-9]{{2,3}}\)?[{BLANKS}{DASHES}]?[0-9]{{3}}[{BLANKS}{DASHES}]?[0-9]{{3,4}}|7[0-9]{{3}}[{BLANKS}{DASHES}]?[0-9]{{3}}[{BLANKS}{DASHES}]?[0-9]{{3}})"
)


def international(text: str, start: int, end: int) -> Finding | None:
    """The longest run of groups from *start*, which holds a plus, that is a number; digits of the next value are left off."""
    stop = end
    while stop - start > 7:
        if _is_valid(_digits(text[start:stop])):
            extension = EXTENSION.match(text, stop)
            stop = extension.end() if extension else stop
            return finding(_NAME, start, stop, "phone", _VALID, context(text, start, _NAME))
        last = _LAST_GROUP.search(text, start, stop)
        if last is None:
            break
        stop = last.start()
    digits = _digits(text[start:end])
    if 8 <= len(digits) <= 15 and _country(digits):
        extension = EXTENSION.match(text, end)
        stop = extension.end() if extension else end
        return finding(_NAME, start, stop, "phone", _PLAUSIBLE, context(text, start, _NAME))
    return None


def american(text: str, start: int, end: int) -> Finding | None:
    """`[start, end)` is three, three and four digits, perhaps with a leading 1."""
    written = text[start:end].partition("x")[0]
    form = _american_form(written)
    said = announced(text, start, stands_for_itself=form.weight < SUPPORTED)
    return finding(_NAME, start, end, "phone", form, *said)


def bare(text: str, start: int, end: int) -> Finding | None:
    """`[start, end)` is nothing but digits."""
    if not 7 <= end - start <= 15:
        return None
    form = _bare_form(text[start:end])
    said = announced(text, start, stands_for_itself=form is _BARE_MOBILE)
    return finding(_NAME, start, end, "phone", form, *said)


def national(text: str, start: int, end: int) -> Finding | None:
    """`[start, end)` begins with a zero and goes on in groups."""
    if not 8 <= len(_digits(text[start:end])) <= 13:
        return None
    if _NATIONAL_FORM.fullmatch(text, start, end) and grouped(text[start:end]):
        return finding(_NAME, start, end, "phone", _NATIONAL, *announced(text, start, stands_for_itself=True))
    return loose(text, start, end)


def loose(text: str, start: int, end: int) -> Finding | None:
    """`[start, end)` is any run of digits and separators."""
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    written = text[start:end]
    if written.isdecimal() or not 7 <= len(_digits(written)) <= 15:
        return None
    form = grouped(written)
    if form is None:
        rejected(_NAME, start, end, "phone", "it reads as a date, years or figures in order")
        return None
    extension = EXTENSION.match(text, end)
    stop = extension.end() if extension else end
    return finding(_NAME, start, stop, "phone", form, *announced(text, start, stands_for_itself=True))


def _bare_form(digits: str) -> Evidence:
    if _MOBILE.fullmatch(digits):
        return _BARE_MOBILE
    return _BARE if _may_be_american(digits) else _LOOSE


def _american_form(written: str) -> Evidence:
    digits = _digits(written)
    if not _may_be_american(digits):
        return _UNASSIGNED_SPACED if written[3] in BLANKS else _UNASSIGNED
    if len(digits) == 11 or written[0] == "(":
        return _WITH_AREA
    return _SPACED if written[3] in BLANKS else _IN_GROUPS


def _may_be_american(digits: str) -> bool:
    digits = digits.removeprefix("00")
    national = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return len(national) == 10 and national[0] > "1" and national[3] > "1" and national[1:3] != "11"


def _is_valid(digits: str) -> bool:
    if digits[0] == "1":
        return len(digits) == 11 and _may_be_american(digits)
    if not 8 <= len(digits) <= 15:
        return False
    code = _country(digits)
    if not code:
        return False
    number = digits[len(code) :].removeprefix("0")  # +44 (0)20 …
    return bool(number) and bool(
        is_valid_number(PhoneNumber(country_code=int(code), national_number=int(number)))
    )


def _country(digits: str) -> str:
    """The country code that *digits* begin with; no code is the beginning of another."""
    return next(
        (digits[:size] for size in (1, 2, 3) if int(digits[:size]) in COUNTRY_CODE_TO_REGION_CODE), ""
    )


def _digits(written: str) -> str:
    return "".join(_DIGIT.findall(written))
