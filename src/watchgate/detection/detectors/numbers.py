"""Which digit runs of a text may be telephone, card, social security, taxpayer or NHS numbers?

Hyperscan says that there is a run of seven digits or more; one expression cuts the text into such runs; each run is tried
against the shapes below, from left to right. What a shape means is for `cards.py`, `phones.py`, `us_ids.py` and `nhs.py` to say.
"""

import re
from collections.abc import Callable, Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.detectors import phones
from watchgate.detection.detectors.cards import card, oddly_grouped
from watchgate.detection.detectors.nhs import nhs
from watchgate.detection.detectors.us_ids import itin, ssn
from watchgate.detection.edges import continues_name, goes_on, is_labelled
from watchgate.detection.model import Finding
from watchgate.detection.separators import BLANKS, DASHES, SEPARATOR_BYTES

_SEPARATOR = f"(?:[{BLANKS}]?[().+/{DASHES}]{{1,3}}[{BLANKS}]?|[{BLANKS}])?"
_RUN = re.compile(f"[+(0-9](?:(?<=[0-9])|[+(]?[0-9])(?:{_SEPARATOR}[0-9]){{6,}}")
"""It begins with a class of characters, which Python's engine looks for six times faster than for an option."""

_GAP = f"[{BLANKS}{DASHES}]"
_PHONE_GAP = f"(?:[{BLANKS}]?[.{DASHES}][{BLANKS}]?|[{BLANKS}])"
_SHAPE = re.compile(
    f"(?P<card>[0-9]{{4}}(?P<a>{_GAP})[0-9]{{4}}(?P=a)[0-9]{{4}}(?P=a)[0-9]{{4}}(?:(?P=a)[0-9]{{1,3}})?(?![0-9])"
    f"|3[0-9]{{3}}(?P<b>{_GAP})[0-9]{{6}}(?P=b)[0-9]{{4,5}}(?![0-9]))"
    rf"|(?P<international>\+[0-9](?:{_SEPARATOR}[0-9]){{6,20}})"
    rf"|(?P<american>(?:(?:00)?1{_PHONE_GAP}?)?(?:\([0-9]{{3}}\)[{BLANKS}{DASHES}]?|[0-9]{{3}}{_PHONE_GAP})[0-9]{{3}}{_PHONE_GAP}[0-9]{{4}}(?![0-9])"
    r"(?:x[0-9]{1,5}(?![0-9]))?)"
    f"|(?P<social>[0-9]{{3}}(?P<c>{_GAP})[0-9]{{2}}(?P=c)[0-9]{{4}}(?![0-9]))"
    "|(?P<plain>[0-9]{7,19}(?![0-9]))"
    rf"|(?P<trunk>\(?0[0-9]{{1,4}}\)?(?:[{BLANKS}./{DASHES}]{{1,2}}[0-9]{{2,8}}){{1,4}}(?![0-9]))"
)
_ABBREVIATED = re.compile(r"(?<![A-Za-z\u00c0-\u024f])(?:tel|tél|ph|fax|mob|phone)[.-]\Z", re.IGNORECASE)
"""`tel.020 7946 0958`: no name that goes on."""
_EXTENSION = 6
"""A telephone extension, as in `415-555-0132x12345`, may follow a run."""

_Judge = Callable[[str, int, int], Finding | None]
_JUDGES: dict[str, tuple[_Judge, ...]] = {
    "card": (card,),
    "international": (phones.international,),
    "american": (nhs, phones.american),
    "social": (ssn, itin),
    "trunk": (phones.national,),
}
_PLAIN_JUDGES: dict[int, tuple[_Judge, ...]] = {
    **dict.fromkeys(range(7, 16), (phones.bare,)),
    **dict.fromkeys(range(12, 20), (card, phones.bare)),
    9: (ssn, itin, phones.bare),
    10: (nhs, phones.bare),
}


def _find(text: str) -> Iterator[Finding]:
    for run in _RUN.finditer(text):
        found = list(_in_run(text, run.start(), run.end()))
        if not found and not _continues(text, run.start()) and not _goes_on(text, run.end(), extended=True):
            hit = oddly_grouped(text, *run.span()) or phones.loose(text, *run.span())
            found = [hit] if hit else []
        yield from found


def _in_run(text: str, start: int, end: int) -> Iterator[Finding]:
    while shape := _SHAPE.search(text, start, min(len(text), end + _EXTENSION)):
        hit = _judge(text, shape)
        if hit:
            yield hit
            start = hit.end
        else:
            start = _next_group(text, shape.start(), end)
        if start >= end:
            return


def _judge(text: str, shape: re.Match[str]) -> Finding | None:
    start, end = shape.span()
    if _continues(text, start) or (text[start - 1 : start] == "+" and shape.lastgroup != "international"):
        return None
    kind = shape.lastgroup or ""
    judges = _PLAIN_JUDGES[end - start] if kind == "plain" else _JUDGES[kind]
    for judge in judges:
        hit = judge(text, start, end)
        if hit and not _goes_on(text, hit.end):
            return hit
    return None


def _continues(text: str, start: int) -> bool:
    return continues_name(text, start) and not _ABBREVIATED.search(text, max(0, start - 9), start)


def _goes_on(text: str, end: int, *, extended: bool = False) -> bool:
    if extended and phones.EXTENSION.match(text, end):
        return False
    return goes_on(text, end) and not is_labelled(text, end)


def _next_group(text: str, start: int, end: int) -> int:
    """Where the digits after those at *start* begin."""
    after = _DIGITS.match(text, start)
    return after.end() if after else end


_DIGITS = re.compile(f"[+(]*[0-9]*{_SEPARATOR}")

NUMBERS = Detector("numbers", (rb"[0-9](?:" + SEPARATOR_BYTES + rb"{0,6}[0-9]){6}",), _find)
