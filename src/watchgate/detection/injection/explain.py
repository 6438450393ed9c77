"""Why does a window of a text read like an attack?

The answer holds words of the text itself: it is for the person who handed the text in, never for a log.
"""

from watchgate.detection.injection.resemblance import RESEMBLES_ATTACKS
from watchgate.detection.injection.view import view
from watchgate.detection.model import Evidence, Injection
from watchgate.detection.native.twin_ngrams import FEW, ngrams
from watchgate.detection.ngrams import NgramModel, model_named

MOST = 8


def reasons(text: str, injection: Injection, model: NgramModel | None = None) -> tuple[Evidence, ...]:
    """The signals of *injection*, found in *text*, and for the model the words that spoke loudest, for and against."""
    found: list[Evidence] = []
    for signal in injection.signals:
        if signal.name == RESEMBLES_ATTACKS:
            found.append(Evidence(signal.name, signal.weight, "model", signal.start, signal.end))
            found += _loudest(text, signal.start, signal.end, model or model_named("injection"))
        else:
            found.append(Evidence(signal.name, signal.weight, "rule", signal.start, signal.end))
    return tuple(found)


def _loudest(text: str, start: int, end: int, model: NgramModel) -> list[Evidence]:
    """Each n-gram's weight is its share of the margin of the window, `[start, end)` of *text*."""
    seen = view(text[start:end])
    data = seen.text.encode(errors="surrogatepass")
    table = memoryview(model.weights).cast("b")
    grams = list(ngrams(data, model.header.bits, model.header.kinds))
    step = model.header.scale / (len(grams) + FEW) ** 0.5
    grams.sort(key=lambda gram: -abs(table[gram.bucket]))
    return [
        Evidence(
            f"\N{LEFT DOUBLE QUOTATION MARK}{data[gram.start : gram.end].decode(errors='replace')}\N{RIGHT DOUBLE QUOTATION MARK}",
            round(table[gram.bucket] * step, 3),
            "model",
            start + seen.place(_code_points(data, gram.start)),
            start + seen.end(_code_points(data, gram.end)),
        )
        for gram in grams[:MOST]
        if table[gram.bucket]
    ]


def _code_points(data: bytes, until: int) -> int:
    return len(data[:until].decode(errors="surrogatepass"))
