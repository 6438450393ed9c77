"""How does a text read with every script's digits written as 0 to 9, letter for letter?

Decimal digits of the scripts that are used for telephone numbers and the like (Unicode 15, chapter 22.3), and the full-width forms of
ASCII's letters, digits and the signs that stand in addresses and numbers. Every character stays where it is, so offsets hold.
"""

import re

_ZEROS = "\u0660\u06f0\u0966\u09e6\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\uff10"
_FULL_WIDTH = "()+-./@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FROM_ASCII = 0xFEE0
_IN_ASCII = {ord(zero) + digit: str(digit) for zero in _ZEROS for digit in range(10)} | {
    ord(sign) + _FROM_ASCII: sign for sign in _FULL_WIDTH
}

OTHER = "[" + "".join(map(chr, sorted(_IN_ASCII))) + "]"
OTHER_DIGIT = "[" + "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS) + "]"
"""Classes of regular expressions: what is written differently, and the digits among it."""

_ANY = re.compile(OTHER)


def in_ascii(text: str, start: int = 0) -> str:
    """*text*, with what is written differently from *start* on, and perhaps before it, in ASCII. As long as *text*."""
    return text if text.isascii() or not _ANY.search(text, start) else text.translate(_IN_ASCII)


def bytes_of(zero: str) -> bytes:
    """A Hyperscan class for the ten digits after *zero* in UTF-8; no script's digits cross a block of 64."""
    first, last = zero.encode(), chr(ord(zero) + 9).encode()
    lead = b"".join(b"\\x%02x" % byte for byte in first[:-1])
    return lead + b"[\\x%02x-\\x%02x]" % (first[-1], last[-1])


TRIGGER = b"(?:" + b"|".join(map(bytes_of, _ZEROS)) + b"){2}"
"""Two of these digits in a row."""
