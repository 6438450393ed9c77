"""Where does a text hold numbers and addresses in full-width letters, or in Arabic, Indian or other digits?

Two such digits in a row, or a full-width at-sign, and the text is read once more in ASCII; what is found there counts when it has them.
"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.detectors.email import EMAIL
from watchgate.detection.detectors.iban import IBAN
from watchgate.detection.detectors.ip import IPV4
from watchgate.detection.detectors.numbers import NUMBERS
from watchgate.detection.model import Finding
from watchgate.detection.other_digits import OTHER_DIGIT, TRIGGER, in_ascii

_FULL_WIDTH_AT = "\uff20"
_SHOWS = re.compile(f"{OTHER_DIGIT}{{2}}|{_FULL_WIDTH_AT}")


def _find(text: str) -> Iterator[Finding]:
    read = in_ascii(text)
    for detector in (NUMBERS, IBAN, IPV4, EMAIL):
        yield from (hit for hit in detector.find(read) if _SHOWS.search(text, hit.start, hit.end))


OTHER_SCRIPTS = Detector("other_scripts", (TRIGGER, _FULL_WIDTH_AT.encode()), _find)
