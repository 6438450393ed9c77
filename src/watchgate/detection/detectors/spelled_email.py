"""Where does a text hold e-mail addresses that are spelled out: `maria(at)example dot com`?

The at stands in brackets, and the last label is a top-level domain that people have addresses in.
Such an address has blanks in it, so a stream must wait while one may be growing: `closed_until` says from where. It cannot wait after
every word for an at, so of `maria (at) example dot com` only what follows `maria` is found: enough that nobody can write to her.
"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding

_LABEL = "[A-Za-z0-9-]{1,40}"
_DOT = r"(?: ?[\[({]dot[\])}] ?| dot |\.)"
_LOCAL = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9][A-Za-z0-9._+-]{1,62}[A-Za-z0-9_]\Z")
_LONGEST_LOCAL = 64
_MARK = re.compile(r"(?P<apart> )?[\[({]at[\])}] ?", re.IGNORECASE)
_LAST_MARK = re.compile(r".*(?P<mark>[\[({]at[\])}])", re.IGNORECASE | re.DOTALL)
_DOMAIN = re.compile(rf"{_LABEL}(?:{_DOT}{_LABEL}){{1,4}}(?![A-Za-z0-9@])", re.IGNORECASE)
_LAST_LABEL = re.compile("[A-Za-z]+$")
_TOP_LEVEL = (
    "com org net edu gov int io co dev app ai me info biz eu uk de fr es it nl be at ch se no dk fi pl cz sk hu ro bg gr pt ie us ca au nz "
    "in jp kr cn tw hk sg br mx ar cl za ru ua tr il example test invalid"
)
_TOPS = frozenset(_TOP_LEVEL.split())
_EVIDENCE = (Evidence("an address with its at-sign spelled in brackets", 0.95),)

_DOMAIN_GROWS = re.compile(
    rf"(?:{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}(?: ?(?:[\[({{](?:d|do|dot)?)?| d?o?t?|{_DOT})?)?", re.IGNORECASE
)
"""What may become the rest of such an address."""
_REACH = 320


def closed_until(text: str, start: int) -> int:
    """The offset ≥ *start* before which no spelled address can begin and still grow, and which lies in none."""
    end = len(text)
    while (at := _start_of_growing(text, start, end)) < end:
        end = max(start, _before_any(text, at))
    return end


def _start_of_growing(text: str, start: int, end: int) -> int:
    """Where the address begins that the last spelled at before *end* may become; *end* when it may not."""
    mark = _last_mark(text, max(start, end - _REACH), end)
    if mark is None or not _DOMAIN_GROWS.fullmatch(text, mark.end(), end):
        return end
    begins = _start(text, mark)
    return max(start, mark.start() if begins is None else begins)


def _last_mark(text: str, start: int, end: int) -> re.Match[str] | None:
    found = _LAST_MARK.match(text, start, end)
    if found is None:
        return None
    at = found.start("mark")
    return _MARK.match(text, at - 1 if text[at - 1 : at] == " " else at, end)


def _before_any(text: str, at: int) -> int:
    """*at*, or where the address begins that *at* lies in."""
    if text[at] in " [({":
        return at
    first = max(0, at - _REACH)
    for address in _find(text[first : at + _REACH]):
        if address.start + first < at < address.end + first:
            return address.start + first
    return at


def _find(text: str) -> Iterator[Finding]:
    done = 0
    for mark in _MARK.finditer(text):
        start = _start(text, mark)
        domain = _DOMAIN.match(text, mark.end()) if start is not None and start >= done else None
        if start is None or domain is None or not _is_known(domain.group()):
            continue
        done = domain.end()
        yield Finding("EMAIL_ADDRESS", start, done, 0.95, "spelled_email", _EVIDENCE)


def _start(text: str, mark: re.Match[str]) -> int | None:
    """Where the address begins: with its name, or with the at when a blank stands between them. None when no name stands there."""
    local = _LOCAL.search(text, max(0, mark.start() - _LONGEST_LOCAL - 1), mark.start())
    if local is None:
        return None
    return mark.end("apart") if mark["apart"] else local.start()


def _is_known(domain: str) -> bool:
    last = _LAST_LABEL.search(domain)
    return last is not None and last.group().lower() in _TOPS


SPELLED_EMAIL = Detector("spelled_email", (r"(?i)[\[({]at[\])}]",), _find)
