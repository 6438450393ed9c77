"""Where does a text hold e-mail addresses?"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding

MAX_LOCAL = 64
"""RFC 5321 §4.5.3.1.1."""

_LOCAL_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+'-" + "".join(
    letter for letter in map(chr, range(0xC0, 0x250)) if letter.isalnum()
)
_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,61}[A-Za-z0-9\u00c0-\u024f])?\.){1,8}(?:xn--[a-z0-9-]{2,59}|[A-Za-z]{2,24})(?![A-Za-z0-9@])"
)
_FILE_ENDINGS = (
    "png jpg jpeg gif svg webp bmp ico css js ts jsx tsx json html htm xml pdf txt md csv yaml yml exe dll"
)
_FILES = frozenset(_FILE_ENDINGS.split())
"""Endings of `icon@2x.png` and the like; none is a top-level domain."""

_EVIDENCE = (Evidence("the form of an address", 0.95),)


def _find(text: str) -> Iterator[Finding]:
    at = text.find("@")
    while at >= 0:
        start = _start_of_local(text, at)
        domain = _DOMAIN.match(text, at + 1) if start is not None else None
        if start is not None and domain and not _is_something_else(text, start, domain):
            yield Finding("EMAIL_ADDRESS", start, domain.end(), 0.95, "email", _EVIDENCE)
        at = text.find("@", at + 1)


def _start_of_local(text: str, at: int) -> int | None:
    before = text[max(0, at - MAX_LOCAL - 1) : at]
    local = before[len(before.rstrip(_LOCAL_CHARACTERS)) :]
    if len(local) > MAX_LOCAL or local.endswith("."):
        return None
    local = local.lstrip(".'%+-")
    return at - len(local) if local else None


def _is_something_else(text: str, start: int, domain: re.Match[str]) -> bool:
    if domain.group().rpartition(".")[2].lower() in _FILES:
        return True
    return text[start : start + 4] == "git@" and text[domain.end() : domain.end() + 1] == ":"


EMAIL = Detector("email", (rb"[A-Za-z0-9_%+'\-\x80-\xff]@[A-Za-z0-9\x80-\xff]",), _find)
