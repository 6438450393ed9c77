"""Where does a text hold IBANs?

A country of the registry, its length, the kinds of its characters, and the check digits must all agree. In one piece in any case, or
in capitals in groups of any sizes with one blank or dash between two.
"""

import re
from collections.abc import Iterator

from watchgate.detection.checksums import mod97
from watchgate.detection.context import context
from watchgate.detection.detector import Detector
from watchgate.detection.detectors.iban_countries import BBANS, LENGTHS
from watchgate.detection.edges import touches_word_after, touches_word_before
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.separators import BLANKS, DASHES

_NAME = "IBAN_CODE"

_GAP = f"[{BLANKS}{DASHES}]"
_GROUP = "(?:[0-9][0-9A-Z]{0,29}|[0-9A-Z]{1,4}(?![0-9A-Z]))"
"""Such as `boundaries.py` holds open in a stream: begun by a digit, or of four characters at most."""
_CANDIDATE = re.compile(
    rf"(?P<whole>[A-Za-z]{{2}}[0-9]{{2}}[A-Za-z0-9]{{11,30}}(?![A-Za-z0-9]))"
    rf"|[A-Z]{{2}}{_GAP}?[0-9]{{2}}[0-9A-Z]{{0,30}}(?:{_GAP}{_GROUP}){{1,9}}"
)
_GAPS = re.compile(_GAP)
_FORM = Evidence("country, length and check digits of an IBAN", 0.95, "check")


def _find(text: str) -> Iterator[Finding]:
    at = 0
    while found := _CANDIDATE.search(text, at):
        start = found.start()
        end = None if touches_word_before(text, start) else _end_of_iban(text, found)
        at = start + 1 if end is None else end
        if end is not None:
            hit = finding(_NAME, start, end, "iban", _FORM, context(text, start, _NAME))
            if hit:
                yield hit


def _end_of_iban(text: str, found: re.Match[str]) -> int | None:
    compact = _GAPS.sub("", found.group()).upper()
    length = LENGTHS.get(compact[:2])
    if length is None or len(compact) < length or not BBANS[compact[:2]].fullmatch(compact, 4, length):
        return None
    end = _end_of_letters(text, found.start(), length)
    if touches_word_after(text, end):
        return None
    if not mod97(compact[:length]):
        rejected(_NAME, found.start(), end, "iban", "wrong check digits")
        return None
    return end


def _end_of_letters(text: str, start: int, length: int) -> int:
    """Where the *length*-th letter or digit from *start* ends."""
    end = start
    for _ in range(length):
        while _GAPS.match(text, end):
            end += 1
        end += 1
    return end


_SEPARATED = rb"(?:[ \-]|\xc2\xa0|\xe2\x80.)?"
IBAN = Detector(
    "iban",
    (
        rb"[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{11}",
        rb"[A-Z]{2}" + _SEPARATED + rb"[0-9]{2}(?:" + _SEPARATED + rb"[A-Z0-9]){11}",
    ),
    _find,
)
