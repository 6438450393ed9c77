"""Where does a private key in text form begin and end, and has one begun that is not over yet?

A key counts once a line of base64 follows its BEGIN line, whether or not END has come. Its line breaks may be real ones, or
written out as backslash-n (JSON, environment files), or blanks.
"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding

MARK = "-----BEGIN "

_BREAK = r"(?:[ \t]*+(?:\r?\n|\\r|\\n|[ \t])[ \t]*+)"
_BEGIN = r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
_VALUE = r"(?:(?!-----)[^\n\\]){0,200}+"
_BODY = rf"(?:{_BREAK}++(?:[A-Za-z0-9+/=]{{16,}}+|[A-Z][A-Za-z-]{{2,30}}: {_VALUE}))*+"
_LAST_LINES = rf"(?:{_BREAK}*+[A-Za-z0-9+/=]*+){{0,3}}+{_BREAK}*+"
_END = rf"(?:{_LAST_LINES}-----END [A-Z0-9 ]{{3,60}}-----)?+"

KEY = re.compile(rf"{_BEGIN}(?P<body>{_BODY})(?P<end>{_END})")
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/=]{16}")
_HEAD_SO_FAR = re.compile(r"-----BEGIN [A-Z0-9 ]{0,60}-{0,5}\Z")
_REST_SO_FAR = re.compile(
    rf"{_LAST_LINES}(?:-{{0,5}}|-----[A-Z0-9 ]{{0,64}}-{{0,5}}|\\)\Z|{_BREAK}*+[A-Z][A-Za-z-]{{0,30}}(?:: ?{_VALUE})?\\?\Z"
)


def is_a_key(found: re.Match[str]) -> bool:
    return _BASE64_LINE.search(found["body"]) is not None or bool(found["end"])


def reach(text: str, at: int) -> int:
    """Where the key ends whose mark stands *at*; behind the end of *text* when it may still grow; *at* when it is no key."""
    found = KEY.match(text, at)
    if found is None:
        return len(text) + 1 if _HEAD_SO_FAR.match(text, at) else at
    if not found["end"] and _REST_SO_FAR.match(text, found.end()):
        return len(text) + 1
    return found.end()


def _find(text: str) -> Iterator[Finding]:
    for found in KEY.finditer(text):
        if is_a_key(found):
            yield Finding(
                "PRIVATE_KEY", *found.span(), 1.0, "private-key", (Evidence("its BEGIN line", 1.0),)
            )


PRIVATE_KEYS = Detector("private-key", (_BEGIN,), _find, frozenset({"PRIVATE_KEY"}))
