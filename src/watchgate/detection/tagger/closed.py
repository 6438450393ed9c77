"""How much of a growing text can be cut off without changing what is a name in it?

A name does not reach over the end of a clause. What is decided in a clause depends on the three tokens behind it, unless its line ends
there as well.
"""

from watchgate.detection.native import compiled, twin_tokens

_STOPS = compiled.stops if compiled else twin_tokens.stops


def closed_until(text: str, start: int) -> int:
    """The offset ≥ *start* before which no name can begin and still grow or change, however *text* goes on."""
    tokens = _STOPS(text[start:])
    for number in range(len(tokens) - 1, -1, -1):
        _, end, stop = tokens[number]
        is_followed = number + twin_tokens.AFTER < len(tokens) - 1
        if stop == twin_tokens.LINE_ENDS or (stop and is_followed):
            return start + int(end)
    return start
