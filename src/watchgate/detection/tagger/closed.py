"""How much of a growing text can be cut off without changing what is a name in it?

A name does not reach over the end of a clause, and what is decided before a pause (punctuation with a blank behind it, or the end
of a line) does not depend on what stands behind it. Text without either stays open.
"""

import re

from watchgate.detection.native import compiled, twin_tokens

_STOPS = compiled.stops if compiled else twin_tokens.stops
_LINE_BREAK = re.compile("[\n\r\u2028\u2029]")


def closed_until(text: str, start: int) -> int:
    """The offset ≥ *start* before which no name can begin and still grow or change, however *text* goes on."""
    for _, end, stop in reversed(_STOPS(text[start:])):
        at = start + int(end)
        if stop == twin_tokens.LINE_ENDS and (found := _LINE_BREAK.search(text, at)):
            return found.end()
        if stop == twin_tokens.PAUSE and twin_tokens.is_wide(text[at - 1]):
            return at
        if stop == twin_tokens.PAUSE and at < len(text):
            return at + 1
    return start
