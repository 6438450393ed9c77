"""Where does a text hold web addresses?"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.edges import touches_word_before
from watchgate.detection.model import Evidence, Finding

_MARKS = ("://", "www.", "WWW.", "Www.")
_SCHEME = re.compile(r"(?:https?|ftp|wss?)\Z", re.IGNORECASE)
_LONGEST_SCHEME = len("https")
_AFTER_SCHEME = re.compile(r"://[A-Za-z0-9\[][!#-;=?-Z_a-z~\[\]]*+")
_AFTER_WWW = re.compile(r"[wW]{3}\.[A-Za-z0-9-]+\.[A-Za-z0-9][!#-;=?-Z_a-z~]*+")
_EVIDENCE = (Evidence("the form of a web address", 0.6),)


def _find(text: str) -> Iterator[Finding]:
    done = 0
    for mark in sorted(at for written in _MARKS for at in _occurrences(text, written)):
        span = _span(text, mark) if mark >= done else None
        if span is None:
            continue
        start, done = span
        if not touches_word_before(text, start):
            end = start + len(_without_punctuation(text[start:done]))
            yield Finding("URL", start, end, 0.6, "url", _EVIDENCE)


def _occurrences(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def _span(text: str, mark: int) -> tuple[int, int] | None:
    """From where to where an address that has its mark at *mark* goes, with the punctuation that follows it."""
    if text[mark] != ":":
        address = _AFTER_WWW.match(text, mark)
        return (mark, address.end()) if address else None
    scheme = _SCHEME.search(text, max(0, mark - _LONGEST_SCHEME), mark)
    rest = _AFTER_SCHEME.match(text, mark) if scheme else None
    return (scheme.start(), rest.end()) if scheme and rest else None


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
