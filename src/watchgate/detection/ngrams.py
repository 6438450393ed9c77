"""How strongly do the words of a text speak for each of some labels? A linear model over hashed n-grams.

    margin of a label  =  scale · (sum of the label's weights of all n-grams) / √(how many n-grams)  +  its bias

The model is asked about windows of so many words, and answers with the best window of each label: one sentence in a long
document is not diluted. Training reads n-grams with the same code (`features`).

A model file is one line of JSON (the fields of `Header`), and behind it the table of weights, compressed: one signed byte for
each bucket and label.
"""

import json
import zlib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any

from watchgate.detection.native import compiled, twin_ngrams

_native: Any = compiled or twin_ngrams
features = _native.features
best_windows = _native.best_windows


@dataclass(frozen=True, slots=True)
class Header:
    """`bits`: there are 2**bits buckets. `kinds`: which n-grams (`native/twin_ngrams.py`). `window`: in tokens, 0 for the whole text."""

    labels: tuple[str, ...]
    bits: int
    kinds: int
    window: int
    scale: float
    biases: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The window of a text that speaks most for *label*; `[start, end)` are code points. A positive margin is a yes."""

    label: str
    margin: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NgramModel:
    header: Header
    weights: bytes

    def best(self, text: str, *, window: int | None = None, least: float = -inf) -> list[Window]:
        """The best window of each label whose margin is at least *least*.

        *text* is folded already, as the texts were with which the model was trained.
        """
        header = self.header
        data = text.encode(errors="surrogatepass")
        labels = header.labels
        length = header.window if window is None else window
        found = best_windows(data, self.weights, header.bits, len(labels), header.kinds, length)
        is_ascii = len(data) == len(text)
        windows: list[Window] = []
        for number, (sums, start, end) in enumerate(found):
            margin = sums * header.scale + header.biases[number]
            if margin >= least:
                first = start if is_ascii else _code_points(data, start)
                last = end if is_ascii else _code_points(data, end)
                windows.append(Window(labels[number], margin, first, last))
        return windows


def _code_points(data: bytes, until: int) -> int:
    return len(data[:until].decode(errors="surrogatepass"))


def packed(model: NgramModel) -> bytes:
    """The bytes of a model file."""
    return json.dumps(asdict(model.header)).encode() + b"\n" + zlib.compress(model.weights, 9)


def unpacked(file: bytes) -> NgramModel:
    """The model in a model file. Raises ValueError when it is none."""
    first, _, rest = file.partition(b"\n")
    fields = json.loads(first)
    header = Header(**{**fields, "labels": tuple(fields["labels"]), "biases": tuple(fields["biases"])})
    try:
        weights = zlib.decompress(rest)
    except zlib.error as problem:
        raise ValueError("the weights of the model are damaged") from problem
    if len(weights) != len(header.labels) << header.bits:
        raise ValueError("the model has fewer or more weights than its header says")
    return NgramModel(header, weights)


@cache
def model_named(name: str) -> NgramModel:
    """The model `models/<name>.bin` of the package. Loaded once in a process."""
    return unpacked((files("watchgate.detection") / "models" / f"{name}.bin").read_bytes())
