"""Learn the weights, write them beside the product, and say how good they are."""

import argparse
from pathlib import Path

import msgspec

from tools.train.topics import card
from tools.train.topics.corpus import SHARED, Text, label, ordinary, own, without_code
from tools.train.topics.fit import Counts, fit, window_counts
from watchgate.detection.topics.model import SOURCE_CODE, TOPICS
from watchgate.detection.topics.weights import FILE, Weights

DEFAULT = card.MODELS / FILE
STRENGTH = 0.7
BACKGROUND_WEIGHT = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=DEFAULT)
    parser.add_argument("--data", type=Path, default=SHARED, help="a folder with ner/ and benign/")
    chosen = parser.parse_args()
    texts = [text for text in own() if text.split == "train"]
    background = ordinary(chosen.data)[::2]
    trained = {topic: _learned(topic, texts, background, chosen.data) for topic in TOPICS}
    chosen.out.write_bytes(msgspec.msgpack.encode(trained, order="sorted"))
    print(f"{chosen.out}: {chosen.out.stat().st_size} bytes")
    if chosen.out == DEFAULT:
        card.main()


def _learned(topic: str, texts: list[Text], background: list[str], data: Path) -> Weights:
    positive: list[list[Counts]] = []
    negative: list[Counts] = []
    for text in texts:
        match label(text, topic):
            case True:
                positive.append(window_counts(text.text, topic))
            case False:
                negative += window_counts(text.text, topic)
            case None:
                pass
    if topic == SOURCE_CODE:
        background = list(without_code(data))[::2]
    around = [counts for text in background for counts in window_counts(text, topic)]
    weights = fit(positive, negative, around, strength=STRENGTH, background_weight=BACKGROUND_WEIGHT)
    without = sum(not windows for windows in positive)
    print(
        f"{topic}: {len(positive)} texts ({without} without a word of the lexicon), {len(negative)} other windows, "
        f"{len(around)} of the background, {len(weights.features)} features"
    )
    return weights


if __name__ == "__main__":
    main()
