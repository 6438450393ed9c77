"""Where does a private key in text form begin and end, and has one begun that is not over yet?

A key counts once a line of base64 follows its BEGIN line, whether or not END has come. Its line breaks may be real ones, or
written out as backslash-n (JSON, environment files), or blanks.
"""

import re

MARK = "-----BEGIN "

_BREAK = r"(?:[ \t]*+(?:\r?\n|\\r|\\n|[ \t])[ \t]*+)"
_BEGIN = r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
_BODY = rf"(?:{_BREAK}++(?:[A-Za-z0-9+/=]{{16,}}+|[A-Z][A-Za-z-]{{2,30}}: [^\n\\]{{0,200}}+))*+"
_LAST_LINES = rf"(?:{_BREAK}*+[A-Za-z0-9+/=]*+){{0,3}}+{_BREAK}*+"
_END = rf"(?:{_LAST_LINES}-----END [A-Z0-9 ]{{3,60}}-----)?+"

KEY = re.compile(rf"{_BEGIN}(?P<body>{_BODY})(?P<end>{_END})")
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/=]{16}")
_HEAD_SO_FAR = re.compile(r"-----BEGIN [A-Z0-9 ]{0,60}-{0,5}\Z")
_REST_SO_FAR = re.compile(
    rf"{_LAST_LINES}(?:-{{0,5}}|-----[A-Z0-9 ]{{0,64}}-{{0,5}}|\\)\Z|{_BREAK}*+[A-Z][A-Za-z-]{{0,30}}(?:: ?[^\n\\]*)?\\?\Z"
)


def is_a_key(found: re.Match[str]) -> bool:
    return _BASE64_LINE.search(found["body"]) is not None or bool(found["end"])


def begun_at(text: str, start: int) -> int | None:
    """Where, from *start* on, a key begins that may still grow; None when none does."""
    at = text.rfind(MARK, start)
    if at < 0:
        return None
    found = KEY.match(text, at)
    if found is None:
        return at if _HEAD_SO_FAR.match(text, at) else None
    if found["end"]:
        return None
    return at if _REST_SO_FAR.match(text, found.end()) else None
