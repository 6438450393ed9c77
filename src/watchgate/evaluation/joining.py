"""Are places one after another one place?

Some corpora annotate an address in pieces (house number, street, town, country), others as one span. Joined on both sides, they compare.
"""

import re
from collections.abc import Sequence

from watchgate.evaluation.model import Span

_BETWEEN = re.compile(r"[\s,.;\-]*")
"""What may stand between two pieces of one address."""


def joined(spans: Sequence[Span], text: str, label: str = "LOCATION") -> list[Span]:
    """*spans*, with those of *label* made one where nothing but blanks and punctuation stands between them."""
    others = [span for span in spans if span.label != label]
    pieces: list[Span] = []
    for span in sorted((span for span in spans if span.label == label), key=lambda span: span.start):
        if pieces and _BETWEEN.fullmatch(text, pieces[-1].end, max(span.start, pieces[-1].end)):
            last = pieces.pop()
            pieces.append(Span(label, last.start, max(last.end, span.end)))
        else:
            pieces.append(span)
    return others + pieces
