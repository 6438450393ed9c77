"""Why does the model take this for a name? The features of its first word that spoke loudest, in words a person understands."""

from collections.abc import Iterator
from functools import cache
from typing import cast

from watchgate.detection.model import Evidence
from watchgate.detection.native import twin_tagger
from watchgate.detection.tagger.model import Model, read

MOST = 3
_MEANS = {
    1: "the word itself",
    3: "the lists of names it stands in",
    5: "its last two letters",
    6: "its last three letters",
    7: "its last four letters",
    8: "its first three letters",
    9: "its first four letters",
    11: "the word before it",
    12: "the second word before it",
    13: "the word after it",
    14: "the second word after it",
    17: "the words before and after it",
    18: "the two words before it",
    19: "the two words after it",
    25: "how the word before it ends",
    26: "how the word after it ends",
    27: "the third word before it",
    28: "the kind of line it stands in",
    30: "the word itself with the one before it",
    31: "the word itself with the one after it",
    36: "the two words before it",
}
_OTHERWISE = "how it and the words around it are written"


def reasons(text: str, start: int, kind: str) -> Iterator[Evidence]:
    """What counted most. They add nothing to the score: they are what the model's score is made of."""
    model = _twin()
    tokens = twin_tagger.prepared(text, model.words)
    at = next(number for number, token in enumerate(tokens) if token.start == start)
    label = 1 + 2 * model.kinds.index(kind)
    weights = cast("twin_tagger.Tagger", model.tagger).weights(tokens, at, label)
    summed: dict[str, int] = {}
    for number, weight in enumerate(weights):
        meaning = _MEANS.get(number, _OTHERWISE)
        summed[meaning] = summed.get(meaning, 0) + weight
    strongest = sorted(summed.items(), key=lambda one: -one[1])[:MOST]
    for meaning, weight in strongest:
        if weight > 0:
            yield Evidence(f"{meaning} (+{weight / model.scale:.1f})", 0.0, "model")


@cache
def _twin() -> Model:
    return Model(read(), twin_tagger)
