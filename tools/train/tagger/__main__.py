"""Learn the weights, write them beside the product, and say how good they are."""

import argparse
import random
from pathlib import Path

import numpy as np

from tools.train.tagger import lists
from tools.train.tagger.compile import compiled_trainer
from tools.train.tagger.encode import Encoded
from tools.train.tagger.example import KINDS
from tools.train.tagger.material import material
from tools.train.tagger.measure import report
from tools.train.tagger.pack import packed
from watchgate.detection.native import compiled

OUT = Path(__file__).parents[3] / "src" / "watchgate" / "detection" / "models" / "tagger.bin"
BITS = 21
EPOCHS = 6
SEED = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ner/, names/ and benign/")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    chance = random.Random(SEED)  # noqa: S311 -- makes up sentences, not secrets
    if compiled is None:
        raise SystemExit(
            "Training needs the compiled part of detection: install a C compiler, then make setup."
        )
    known: dict[int, int] = {}
    for word, flags in lists.known_words(given.data).items():
        hashed = compiled.word_hash(word)
        known[hashed] = known.get(hashed, 0) | flags
    hashes = sorted(known)
    words = compiled.Words(np.array(hashes, dtype="<u4").tobytes(), bytes(known[one] for one in hashes))
    examples = material(given.data, chance)
    encoded = Encoded(examples, words, chance)
    print(f"{len(examples)} examples, {len(encoded.gold)} tokens")
    allowed = _allowed()
    shuffler = np.random.default_rng(SEED)
    orders = [shuffler.permutation(len(encoded.chains) - 1).astype(np.int64) for _ in range(EPOCHS)]
    chains = np.array(encoded.chains, dtype=np.int32)
    weights, moves = compiled_trainer().train(
        encoded.features, encoded.gold, chains, allowed, BITS, EPOCHS, orders
    )
    made = packed(weights, moves, allowed, known)
    given.out.write_bytes(made)
    print(f"{given.out}: {len(made)} bytes")
    report(given.data, made)


def _allowed() -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    """A name goes on only behind its own beginning or itself."""
    labels = 2 * len(KINDS) + 1
    allowed = np.zeros((labels + 1, labels), dtype=np.uint8)
    for before in range(labels + 1):
        for label in range(labels):
            begins_or_none = label == 0 or label % 2 == 1
            allowed[before, label] = begins_or_none or before in {label, label - 1}
    return allowed


if __name__ == "__main__":
    main()
