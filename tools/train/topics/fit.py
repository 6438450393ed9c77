"""Which weights tell a topic from everything else? A logistic regression over the concepts in windows.

Of a text about the topic, its clearest window is the example (by the weights of the round before); of any other text, each window
is one. So the model learns at the places where it will be asked.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from watchgate.detection.topics.hits import code_hits, hits
from watchgate.detection.topics.lexicon import phrases
from watchgate.detection.topics.model import FIGURATIVE, SOURCE_CODE, SUPPORT
from watchgate.detection.topics.weights import Weights, features
from watchgate.detection.topics.window import windows

ROUNDS = 3
Counts = Mapping[str, int]


def window_counts(text: str, topic: str) -> list[Counts]:
    """What each window of *text* shows for *topic*."""
    if topic == SOURCE_CODE:
        found = code_hits(text, 0)
    else:
        every = hits(text, 0, len(text), phrases())
        found = [hit for hit in every if hit.concept.topic in (topic, SUPPORT, FIGURATIVE)]
    return list({tuple(sorted(w.counts.items())): w.counts for w in windows(text, found, 0)}.values())


def fit(
    positive: Sequence[Sequence[Counts]], negative: Sequence[Counts], background: Sequence[Counts],
    *, strength: float, background_weight: float,
) -> Weights:  # fmt: skip
    """*positive*: the windows of each text about the topic; *negative*, *background*: windows that are not."""
    chosen = [max(windows, key=len) for windows in positive if windows]
    trained = Weights(0.0, {})
    for _ in range(ROUNDS):
        rows = [*chosen, *negative, *background]
        labels = [1] * len(chosen) + [0] * (len(negative) + len(background))
        importance = [1.0] * (len(chosen) + len(negative)) + [background_weight] * len(background)
        trained = _regression(rows, labels, importance, strength)
        chosen = [max(windows, key=trained.score) for windows in positive if windows]
    return trained


def _regression(
    rows: Sequence[Counts], labels: Sequence[int], importance: Sequence[float], strength: float
) -> Weights:
    named = [list(features(row)) for row in rows]
    columns = {name: number for number, name in enumerate(sorted(_occurring_twice(named)))}
    matrix = csr_matrix(
        (
            np.concatenate([[_scale(name) for name in names if name in columns] for names in named]),
            [columns[name] for names in named for name in names if name in columns],
            np.cumsum([0, *(sum(name in columns for name in names) for names in named)]),
        ),
        shape=(len(named), len(columns)),
    )
    model = LogisticRegression(C=strength, solver="liblinear", intercept_scaling=5.0, random_state=0)
    model.fit(matrix, labels, sample_weight=importance)
    return Weights(
        round(float(model.intercept_[0]), 3),
        {
            name: round(float(model.coef_[0][number]) * _scale(name), 3)
            for name, number in columns.items()
            if abs(model.coef_[0][number]) >= 0.02
        },
    )


def _scale(feature: str) -> float:
    """Pairs are many and rare: they have to earn their weight."""
    return 0.6 if "&" in feature else 1.0


def _occurring_twice(named: Iterable[Sequence[str]]) -> set[str]:
    seen: dict[str, int] = {}
    for names in named:
        for name in names:
            seen[name] = seen.get(name, 0) + 1
    return {name for name, times in seen.items() if times >= 2}
