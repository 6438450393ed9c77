"""What is each concept worth for each topic? The trained weights, and how they become a score.

The model is logistic: for each topic a constant, a weight for each concept, one for a second word of it (`gun+`), and one for
each pair (`*howto&bomb`; `*` marks concepts that serve all topics). `tools/train/topics` makes it.
"""

import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec

FILE = "topics.bin"


class Weights(msgspec.Struct, frozen=True):
    """Of one topic."""

    bias: float
    features: dict[str, float]

    def score(self, counts: Mapping[str, int]) -> float:
        total = self.bias + sum(self.features.get(feature, 0.0) for feature in features(counts))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def weights() -> dict[str, Weights]:
    """By topic."""
    data = (files("watchgate.detection") / "models" / FILE).read_bytes()
    return msgspec.msgpack.decode(data, type=dict[str, Weights])


def features(counts: Mapping[str, int]) -> Iterator[str]:
    """The names of what *counts* shows. Two concepts that serve all topics make no pair."""
    names = sorted(counts)
    for at, name in enumerate(names):
        yield name
        if counts[name] > 1:
            yield f"{name}+"
        for other in names[at + 1 :]:
            if name[0] != "*" or other[0] != "*":
                yield f"{name}&{other}"
