"""Which texts are written in characters that nobody sees?

U+E0020 … U+E007E                     tags: each stands for an ASCII character
U+FE00 … U+FE0F, U+E0100 … U+E01EF    variation selectors: each stands for a byte
"""

import re
from collections.abc import Iterator

from watchgate.detection.injection.disguises.hidden import Disguise, Hidden, is_readable

_TAGS = re.compile("[\U000e0020-\U000e007e]{6,}")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{6,}")


def _reveal_tags(text: str) -> Iterator[Hidden]:
    for run in _TAGS.finditer(text):
        plain = "".join(chr(ord(tag) - 0xE0000) for tag in run.group())
        yield Hidden(plain, run.start(), run.end())


def _reveal_selectors(text: str) -> Iterator[Hidden]:
    for run in _SELECTORS.finditer(text):
        plain = bytes(map(_byte, run.group())).decode(errors="replace")
        if is_readable(plain):
            yield Hidden(plain, run.start(), run.end())


def _byte(selector: str) -> int:
    code = ord(selector)
    return code - 0xFE00 if code < 0xFE10 else code - 0xE0100 + 16


INVISIBLE = (
    Disguise("invisible-tags", rb"\xf3\xa0[\x80\x81]", _reveal_tags),
    Disguise("invisible-bytes", rb"(?:\xef\xb8[\x80-\x8f]|\xf3\xa0[\x84-\x87].){6}", _reveal_selectors),
)
