"""Where does a text hold web addresses?"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.edges import touches_word_before
from watchgate.detection.model import Evidence, Finding

_URL = re.compile(
    r"(?:https?|ftp|wss?)://[A-Za-z0-9\[][!#-;=?-Z_a-z~\[\]]*+|www\.[A-Za-z0-9-]+\.[A-Za-z0-9][!#-;=?-Z_a-z~]*+",
    re.IGNORECASE,
)
_EVIDENCE = (Evidence("the form of a web address", 0.6),)


def _find(text: str) -> Iterator[Finding]:
    for found in _URL.finditer(text):
        if touches_word_before(text, found.start()):
            continue
        address = _without_punctuation(found.group())
        yield Finding("URL", found.start(), found.start() + len(address), 0.6, "url", _EVIDENCE)


def _without_punctuation(address: str) -> str:
    """A full stop or a closing bracket after an address belongs to the sentence, unless it opened inside the address."""
    while address[-1] in ".,;:!?'*)]":
        if address[-1] in ")]" and address.count(address[-1]) <= address.count(
            "(" if address[-1] == ")" else "["
        ):
            break
        address = address[:-1]
    return address


URL = Detector("url", (r"(?i)(?:https?|ftp|wss?)://[a-z0-9\[]", r"(?i)www\.[a-z0-9-]+\.[a-z0-9]"), _find)
