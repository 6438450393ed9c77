"""How much of a growing text can be cut off, when several look for different things in it?"""

from collections.abc import Callable, Sequence

ClosedUntil = Callable[[str, int], int]
"""(text, start) → the offset ≥ start before which nothing that is looked for can begin and still grow, however the text goes on."""


def agreed(closings: Sequence[ClosedUntil], text: str, start: int) -> int:
    """The greatest offset at which all of *closings* let *text* be cut.

    The least of their offsets is not enough: it may lie inside what another has found complete. So each is asked again
    about the text up to there, until all agree.
    """
    closed = len(text)
    while True:
        offsets = [closing(text, start) for closing in closings]
        least = min(offsets, default=closed)
        if least >= closed or least <= start:
            return max(start, min(least, closed))
        if least == max(offsets):
            return least
        closed, text = least, text[:least]
