"""Where does a text hold UK national insurance numbers?

HMRC National Insurance Manual NIM39110: which prefixes are in use, and the suffixes A to D.
"""

import re
from collections.abc import Iterator

from watchgate.detection.context import context
from watchgate.detection.detector import Detector
from watchgate.detection.edges import continues_name
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding
from watchgate.detection.separators import BLANKS

_PREFIX = "(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_GAP = f"[{BLANKS}]"
_IN_CAPITALS = re.compile(
    rf"{_PREFIX}{_GAP}?[0-9]{{2}}{_GAP}?[0-9]{{2}}{_GAP}?[0-9]{{2}}{_GAP}?[A-D](?![A-Za-z0-9_-])"
)
_IN_SMALL_LETTERS = re.compile(rf"{_PREFIX.lower()}[0-9]{{6}}[a-d](?![A-Za-z0-9_-])")

_GROUPED = Evidence("prefix, digits and suffix in groups", 0.8)
_COMPACT = Evidence("prefix, digits and suffix in capitals", 0.6)
_SMALL = Evidence("prefix, digits and suffix in small letters", 0.3)


def _find(text: str) -> Iterator[Finding]:
    for pattern in (_IN_CAPITALS, _IN_SMALL_LETTERS):
        for found in pattern.finditer(text):
            start = found.start()
            if continues_name(text, start):
                continue
            hit = finding(
                "UK_NINO", start, found.end(), "nino", _form(found.group()), context(text, start, "UK_NINO")
            )
            if hit:
                yield hit


def _form(written: str) -> Evidence:
    if len(written) > 9:
        return _GROUPED
    return _COMPACT if written.isupper() else _SMALL


_BLANK = rb"(?: |\xc2\xa0|\xe2\x80.)?"
NINO = Detector(
    "nino",
    (
        rb"(?i)[A-Z]{2}"
        + _BLANK
        + rb"[0-9]{2}"
        + _BLANK
        + rb"[0-9]{2}"
        + _BLANK
        + rb"[0-9]{2}"
        + _BLANK
        + rb"[A-D]",
    ),
    _find,
)
