"""What does the product say about a text, with a given model or with rules alone?"""

from collections.abc import Callable

from watchgate.detection.injection.find import TRIGGERS, Signals
from watchgate.detection.ngrams import NgramModel
from watchgate.detection.one_pass import one_pass


def judging(model: NgramModel | None) -> Callable[[str], float]:
    """The score in 0..1 of a text."""
    occurring = one_pass(TRIGGERS).occurring
    signals = Signals(model, has_model=model is not None)
    return lambda text: signals.find(text, occurring(text.encode(errors="surrogatepass"))).score
