"""How do examples become numbers? By the product's own tokens and features, so that nothing differs at work."""

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.train.tagger.example import KINDS, Example
from watchgate.detection.native import compiled
from watchgate.detection.tagger.model import FEATURES

WORD_FEATURES = (1, 30, 31)
"""Features that name the word itself: without them what stands around it must do."""
_OF_LISTS = (3, 4, 15, 16, 20, 21, 24, 29, 32, 33, 36)


class Encoded:
    """All examples one behind the other. `chains`: where each begins, and where the last ends."""

    def __init__(self, examples: Sequence[Example], words: object, chance: random.Random) -> None:
        if compiled is None:
            raise SystemExit(
                "Training needs the compiled part of detection: install a C compiler and run make setup again."
            )
        features: list[NDArray[np.uint32]] = []
        gold: list[int] = []
        self.chains = [0]
        for example in examples:
            tokens, raw = compiled.encoded(example.text, words)
            made = np.frombuffer(raw, dtype=np.uint32).reshape(-1, FEATURES).copy()
            labels = _labels(example, tokens)
            _forget(made, labels, example.forget, chance)
            for _, _, stop, _ in tokens:
                gold.append(0)
                if stop:
                    self.chains.append(len(gold))
            gold[len(gold) - len(labels) :] = labels
            if self.chains[-1] != len(gold):
                self.chains.append(len(gold))
            features.append(made)
        self.features = np.concatenate(features)
        self.gold = np.array(gold, dtype=np.uint8)
        for first in self.chains[:-1]:  # a name that a chain cuts begins anew
            if self.gold[first] and self.gold[first] % 2 == 0:
                self.gold[first] -= 1


def _forget(made: NDArray[np.uint32], labels: list[int], share: float, chance: random.Random) -> None:
    for number, label in enumerate(labels):
        if label and chance.random() < share:
            made[number, WORD_FEATURES] = 0
        if label and chance.random() < share:
            made[number, _OF_LISTS] = 0


def _labels(example: Example, tokens: Sequence[tuple[int, int, int, int]]) -> list[int]:
    labels = [0] * len(tokens)
    for span in example.spans:
        begin = 1 + 2 * KINDS.index(span.kind)
        inside = [number for number, token in enumerate(tokens) if span.start <= token[0] < span.end]
        for place, number in enumerate(inside):
            labels[number] = begin if place == 0 else begin + 1
    return labels
