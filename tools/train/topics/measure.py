"""How good are the weights? `python -m tools.train.topics.measure [--errors] [--alarms]`: on texts that were not trained on."""

import argparse
from collections import Counter
from dataclasses import dataclass

from tools.train.topics.corpus import Text, label, ordinary, own
from watchgate.detection.topics import TOPICS, find

LEVEL = 0.6
"""The score that packs ask for by default."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one topic on texts that were not trained on, at `LEVEL`."""

    right: int
    wrong: int
    missed: int

    def __add__(self, other: "Quality") -> "Quality":
        return Quality(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def held_out(level: float = LEVEL, split: str = "test") -> dict[str, Quality]:
    judged = _judged(level, split)
    return {
        topic: Quality(
            *(
                sum(pair == (is_about, is_found) for pair in judged[topic])
                for is_about, is_found in ((True, True), (False, True), (True, False))
            )
        )
        for topic in TOPICS
    }


def alarms(level: float = LEVEL) -> Counter[str]:
    """Ordinary texts (those not trained on) in which each topic is found."""
    return Counter(topic.name for text in ordinary()[1::2] for topic in find(text) if topic.score >= level)


def _judged(level: float, split: str) -> dict[str, list[tuple[bool, bool]]]:
    judged: dict[str, list[tuple[bool, bool]]] = {topic: [] for topic in TOPICS}
    for text, found in _test_texts(split):
        for topic in TOPICS:
            is_about = label(text, topic)
            if is_about is not None:
                judged[topic].append((is_about, found.get(topic, 0.0) >= level))
    return judged


def _test_texts(split: str) -> list[tuple[Text, dict[str, float]]]:
    return [
        (text, {topic.name: topic.score for topic in find(text.text)})
        for text in own()
        if text.split == split
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--alarms", action="store_true")
    parser.add_argument("--split", default="test", choices=["train", "test", "seen", "later"])
    parser.add_argument("--level", type=float, default=LEVEL)
    chosen = parser.parse_args()
    found = alarms(chosen.level)
    for topic, quality in held_out(chosen.level, chosen.split).items():
        print(
            f"{topic:22} precision {quality.precision:.2f} recall {quality.recall:.2f} "
            f"({quality.right} right, {quality.wrong} wrong, {quality.missed} missed), {found[topic]} ordinary texts"
        )
    if chosen.errors:
        _print_errors(chosen.level, chosen.split)
    if chosen.alarms:
        _print_alarms(chosen.level)


def _print_errors(level: float, split: str) -> None:
    for text, found in _test_texts(split):
        for topic in TOPICS:
            is_about = label(text, topic)
            if is_about is not None and is_about != (found.get(topic, 0.0) >= level):
                print(
                    f"{'missed' if is_about else 'wrong'} {topic} {found.get(topic, 0.0):.2f} | {text.text!r}"
                )


def _print_alarms(level: float) -> None:
    for number, text in list(enumerate(ordinary()))[1::2]:
        for topic in find(text):
            if topic.score >= level:
                around = text[max(0, topic.start - 130) : topic.end + 90]
                print(f"{topic.name} {topic.score:.2f} #{number} | {around!r}")


if __name__ == "__main__":
    main()
