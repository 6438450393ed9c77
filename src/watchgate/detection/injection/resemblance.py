"""How much does a text read like the attacks that the model has learnt from?

A linear model over hashed word stems, their pairs, and pairs with one word between (`models/injection.md`) judges windows of 64 tokens; the
worst window counts. Its margin is calibrated so that the logistic function of it is the weight of one more signal beside the rules.
"""

from math import exp, log

from watchgate.detection.injection.view import View
from watchgate.detection.model import Signal
from watchgate.detection.ngrams import NgramModel

RESEMBLES_ATTACKS = "resembles-attacks"
WORTH_SAYING = 0.3
"""A weaker resemblance is no signal: ordinary texts would be full of them."""
_LEAST_MARGIN = log(WORTH_SAYING / (1 - WORTH_SAYING))
_FAR = 40.0


def weight_of(margin: float) -> float:
    return 1.0 / (1.0 + exp(-max(-_FAR, min(_FAR, margin))))


def resemblance(seen: View, model: NgramModel) -> Signal | None:
    """The signal of the window that reads most like an attack, if it does so enough to say it."""
    for best in model.best(seen.text, least=_LEAST_MARGIN):
        if best.start < best.end:
            weight = round(weight_of(best.margin), 3)
            return Signal(RESEMBLES_ATTACKS, seen.place(best.start), seen.end(best.end), weight)
    return None
