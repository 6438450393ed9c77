"""What does training see of a text? Windows of its tokens, each one row of counts of hashed n-grams."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from watchgate.detection.injection.view import view
from watchgate.detection.native.twin_ngrams import FEW
from watchgate.detection.ngrams import features

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hashed:
    """The buckets of a text, and where those of each token begin."""

    begins: Numbers
    buckets: NDArray[np.uint32]

    @property
    def tokens(self) -> int:
        return len(self.begins) - 1

    def windows(self, size: int) -> list[tuple[int, int]]:
        """Windows of *size* tokens, half a window apart, the last one at the end."""
        last = max(0, self.tokens - size)
        starts = [*range(0, last, max(1, size // 2)), last]
        return [(start, min(self.tokens, start + size)) for start in starts]

    def margin(self, sums: NDArray[np.float64], window: tuple[int, int]) -> float:
        """*sums*: of `running`."""
        first, last = self.begins[window[0]], self.begins[window[1]]
        return float((sums[last] - sums[first]) / np.sqrt(last - first + FEW))

    def running(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate([[0.0], np.cumsum(weights[self.buckets])])


def hashed(text: str, bits: int, kinds: int) -> Hashed:
    tokens, buckets = features(view(text).text.encode(errors="surrogatepass"), bits, kinds)
    counts = np.array(tokens, np.int64).reshape(-1, 3)[:, 2]
    return Hashed(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), np.array(buckets, np.uint32))


def matrix(rows: list[tuple[Hashed, tuple[int, int]]], bits: int) -> sp.csr_matrix:
    """One row for each window: how often each bucket occurs, divided by the root of how many there are."""
    begins, columns, values = [0], [], []
    for text, (start, end) in rows:
        found, counts = np.unique(text.buckets[text.begins[start] : text.begins[end]], return_counts=True)
        columns.append(found)
        values.append(counts / np.sqrt(counts.sum() + FEW))
        begins.append(begins[-1] + len(found))
    return sp.csr_matrix(
        (np.concatenate(values), np.concatenate(columns).astype(np.int32), np.array(begins)),
        shape=(len(rows), 1 << bits),
    )
