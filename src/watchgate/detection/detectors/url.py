"""Where does a text hold web addresses?"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.edges import touches_word_before
from watchgate.detection.model import Evidence, Finding

_BEGINS = re.compile(r"://[A-Za-z0-9\[]|[wW]{3}\.[A-Za-z0-9-]+\.[A-Za-z0-9]")
_SCHEME = re.compile(r"(?:https?|ftp|wss?)\Z", re.IGNORECASE)
_LONGEST_SCHEME = len("https")
_AFTER_SCHEME = re.compile(r"[!#-;=?-Z_a-z~\[\]]*+")
_AFTER_WWW = re.compile(r"[!#-;=?-Z_a-z~]*+")
_EVIDENCE = (Evidence("the form of a web address", 0.6),)


def _find(text: str) -> Iterator[Finding]:
    at = 0
    while begins := _BEGINS.search(text, at):
        at = begins.end()
        span = _span(text, begins)
        if span is None:
            continue
        start, at = span
        end = start + len(_without_punctuation(text[start:at]))
        if not touches_word_before(text, start):
            yield Finding("URL", start, end, 0.6, "url", _EVIDENCE)


def _span(text: str, begins: re.Match[str]) -> tuple[int, int] | None:
    """From where to where an address that shows at *begins* goes, with the punctuation that follows it."""
    if text[begins.start()] != ":":
        tail = _AFTER_WWW.match(text, begins.end())
        return begins.start(), tail.end() if tail else begins.end()
    scheme = _SCHEME.search(text, max(0, begins.start() - _LONGEST_SCHEME), begins.start())
    if scheme is None:
        return None
    tail = _AFTER_SCHEME.match(text, begins.end())
    return scheme.start(), tail.end() if tail else begins.end()


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
