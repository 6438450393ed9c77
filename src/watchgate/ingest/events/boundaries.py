"""Where do JSON objects and arrays begin and end in a run of bytes? By brackets and quotes alone, without recursion.

A user's text cannot forge a boundary that matters: within a JSON string every quote is escaped, so what is cut out of one
never holds a key.
"""

import re

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]"]', re.DOTALL)
"""A whole string, a bracket, or the quote of a string that does not end here. Possessive: no way back, so linear."""
_OPENING = re.compile(rb"[{\[]")
_BETWEEN_OBJECTS = re.compile(rb"\}[\s\x00]*(?=\{)")
_SEPARATORS = b" \t\r\n\x00\x1e"
"""What may stand between two values: blanks, NUL, the record separator of RFC 7464; and before them a byte order mark."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def next_opening(data: bytes, start: int) -> int:
    """Where the next object or array begins, at *start* or later; the length of *data* when there is none."""
    found = _OPENING.search(data, start)
    return found.start() if found else len(data)


def end_of_value(data: bytes, start: int) -> int | None:
    """Just after the bracket that closes the one at *start*. None: it does not close within *data*."""
    depth = 0
    for token in _TOKEN.finditer(data, start):
        first = data[token.start()]
        if first in b"{[":
            depth += 1
        elif first in b"}]":
            depth -= 1
            if depth == 0:
                return token.end()
        elif token.end() - token.start() == 1:
            return None
    return None


def next_object_after(data: bytes, start: int) -> int | None:
    """Where an object begins right behind the end of another, after *start*: in JSON, only between two values."""
    found = _BETWEEN_OBJECTS.search(data, start)
    return found.end() if found else None


def is_blank(piece: bytes) -> bool:
    """Whether there is nothing but separators in *piece*."""
    return not without_separators(piece)[1]


def without_separators(piece: bytes) -> tuple[int, bytes]:
    """How many bytes of separators *piece* begins with, and what remains without those at both ends."""
    rest = piece.lstrip(_SEPARATORS)
    while rest.startswith(_BYTE_ORDER_MARK):
        rest = rest.removeprefix(_BYTE_ORDER_MARK).lstrip(_SEPARATORS)
    return len(piece) - len(rest), rest.rstrip(_SEPARATORS)
