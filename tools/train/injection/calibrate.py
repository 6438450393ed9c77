"""What is a margin worth beside the rules?

The score is the noisy-or of the rules' signals and the model's. So the model's weight is the logistic function of a·margin + b, with the
a and b that make the *combined* score most likely on texts that were held out. A text is weighed by its kind, so that
what comes out is the chance of an attack where one text in `ONE_IN` is one, and one ordinary text in five is full of the words of attacks.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tools.train.injection.corpora import Example
from watchgate.detection.ngrams import NgramModel

ONE_IN = 5
_TRICKY = 0.2
_FLOOR = 1e-6


def calibration(
    examples: Sequence[Example], margins: Sequence[float], rules: Sequence[float]
) -> tuple[float, float]:
    """a and b."""
    at, by_rules = np.array(margins), np.array(rules)
    is_attack = np.array([example.is_attack for example in examples])
    weights = _weights(examples)

    def surprise(parameters: NDArray[np.float64]) -> float:
        innocent = (1 - by_rules) / (1 + np.exp(np.clip(parameters[0] * at + parameters[1], -40, 40)))
        innocent = np.clip(innocent, _FLOOR, 1 - _FLOOR)
        return float(-(weights * np.where(is_attack, np.log(1 - innocent), np.log(innocent))).sum())

    found = minimize(surprise, np.array([1.0, -1.0]), method="Nelder-Mead")
    return float(found.x[0]), float(found.x[1])


def _weights(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Attacks: each source alike. Ordinary texts: ours, which are full of the words of attacks, a fifth; the rest alike."""
    sources = Counter((example.source, example.is_attack) for example in examples)
    attacking = sum(1 for _, is_attack in sources if is_attack)
    tricky = sum(
        count for (source, is_attack), count in sources.items() if not is_attack and _is_tricky(source)
    )
    plain = sum(
        count for (source, is_attack), count in sources.items() if not is_attack and not _is_tricky(source)
    )
    return np.array(
        [
            1 / ONE_IN / attacking / sources[example.source, True]
            if example.is_attack
            else (1 - 1 / ONE_IN)
            * (_TRICKY / tricky if _is_tricky(example.source) else (1 - _TRICKY) / plain)
            for example in examples
        ]
    )


def _is_tricky(source: str) -> bool:
    return source.startswith("ours_") or source == "bastion_controls"


def calibrated(model: NgramModel, a: float, b: float) -> NgramModel:
    """*model* with margins whose logistic function is the weight of its signal."""
    (bias,) = model.header.biases
    return NgramModel(
        replace(model.header, scale=model.header.scale * a, biases=(bias * a + b,)), model.weights
    )
