"""Where does a text hold e-mail addresses that are spelled out: `maria(at)example dot com`, `m.lopez at example dot com`?

An at in brackets, or a bare `at` when a bare `dot` follows; the last label must be a top-level domain that people have addresses in.
Such an address has blanks in it, so a stream must wait while one may be growing: `closed_until` says from where. It cannot wait after
every word, so before a blank and an at there must be what no ordinary word is: letters with a digit, a dot, a dash or a line among them.
"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding

_LOCAL = "[A-Za-z0-9][A-Za-z0-9._+-]{1,62}[A-Za-z0-9_]"
_NO_WORD = "(?=[A-Za-z0-9._+-]*[A-Za-z])(?=[A-Za-z]*[0-9._+-])"
_LABEL = "[A-Za-z0-9-]{1,40}"
_AT = r"[\[({]at[\])}] ?"
_AT_APART = r" (?:[\[({]at[\])}]|at) "
_DOT = r"(?: ?[\[({]dot[\])}] ?| dot |\.)"
_MARK = re.compile(rf"(?P<joined>{_AT})|{_AT_APART}", re.IGNORECASE)
_LOCAL_BEFORE = re.compile(rf"(?<![A-Za-z0-9._+-]){_LOCAL}\Z")
_NO_WORD_BEFORE = re.compile(rf"(?<![A-Za-z0-9._+-]){_NO_WORD}{_LOCAL}\Z")
_LONGEST_LOCAL = 64
_DOMAIN = re.compile(rf"{_LABEL}(?:{_DOT}{_LABEL}){{1,4}}(?![A-Za-z0-9@])", re.IGNORECASE)
_SPELLED_DOT = re.compile(r" ?[\[({]dot[\])}] ?| dot ", re.IGNORECASE)
_LAST_LABEL = re.compile("[A-Za-z]+$")
_TOP_LEVEL = (
    "com org net edu gov int io co dev app ai me info biz eu uk de fr es it nl be at ch se no dk fi pl cz sk hu ro bg gr pt ie us ca au nz "
    "in jp kr cn tw hk sg br mx ar cl za ru ua tr il example test invalid"
)
_TOPS = frozenset(_TOP_LEVEL.split())

_BRACKETED = (Evidence("an address with its at-sign spelled in brackets", 0.95),)
_BARE = (Evidence("an address with its at-sign and dots spelled", 0.9),)

_DOMAIN_GROWS = rf"(?:{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}(?: ?(?:[\[({{](?:d|do|dot)?)?| d?o?t?|{_DOT})?)?"
_GROWING = re.compile(
    rf"{_LOCAL}{_AT}{_DOMAIN_GROWS}|{_NO_WORD}{_LOCAL}(?: ?(?:[\[({{](?:at?)?)?| a?t?|{_AT_APART}{_DOMAIN_GROWS}| [\[({{]at[\])}}])",
    re.IGNORECASE,
)
"""What may become such an address."""
_WORD_START = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]")
_REACH = 160


def closed_until(text: str, start: int) -> int:
    """The offset ≥ *start* before which no spelled address can begin and still grow, and which lies in none."""
    end = len(text)
    while (at := _start_of_growing(text, start, end)) < end:
        end = max(start, _before_any(text, at))
    return end


def _start_of_growing(text: str, start: int, end: int) -> int:
    for found in _WORD_START.finditer(text, max(start, end - _REACH), end):
        if _GROWING.fullmatch(text, found.start(), end):
            return found.start()
    return end


def _before_any(text: str, at: int) -> int:
    """*at*, or where the address begins that *at* lies in."""
    first = max(0, at - _REACH)
    for address in _find(text[first:]):
        if address.start + first < at < address.end + first:
            return address.start + first
    return at


def _find(text: str) -> Iterator[Finding]:
    done = 0
    for mark in _MARK.finditer(text):
        start = _start_of_local(text, mark)
        domain = _DOMAIN.match(text, mark.end()) if start is not None and start >= done else None
        if start is None or domain is None or not _is_address(mark.group(), domain.group()):
            continue
        done = domain.end()
        evidence = _BARE if mark.group().strip().isalpha() else _BRACKETED
        yield Finding("EMAIL_ADDRESS", start, done, evidence[0].weight, "spelled_email", evidence)


def _start_of_local(text: str, mark: re.Match[str]) -> int | None:
    before = _LOCAL_BEFORE if mark["joined"] else _NO_WORD_BEFORE
    local = before.search(text, max(0, mark.start() - _LONGEST_LOCAL - 1), mark.start())
    return local.start() if local else None


def _is_address(mark: str, domain: str) -> bool:
    last = _LAST_LABEL.search(domain)
    if last is None or last.group().lower() not in _TOPS:
        return False
    return not mark.strip().isalpha() or _SPELLED_DOT.search(domain) is not None


SPELLED_EMAIL = Detector("spelled_email", (r"(?i)[\[({]at[\])}]", r"(?i) dot [a-z]"), _find)
