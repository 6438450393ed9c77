"""Which texts are the engines judged on?

v2, large       presidio-research's two synthetic sets, with what stands in them
benign          ordinary prompts: what is found of the structured kinds and of secrets is a false alarm
2 KB …          messages of 2 048 characters, made of prompts (as people chat) and of annotated sentences (full of personal data)
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from watchgate.evaluation.loading import examples
from watchgate.evaluation.model import Example

MESSAGE_LENGTH = 2048
_MESSAGES = 300


@dataclass(frozen=True)
class Corpus:
    """`licence` is that of the data, not ours."""

    title: str
    path: str
    licence: str


ANNOTATED = {
    "v2": Corpus("presidio_synth_v2", "pii_benchmark/presidio_synth_v2.json", "MIT"),
    "large": Corpus("presidio_generated_large", "pii_benchmark/presidio_generated_large.json", "MIT"),
}
BENIGN = Corpus(
    "prompts_train", "benign/prompts_train.jsonl", "a licence a row: Apache-2.0, MIT and others that are open"
)
CHAT, DENSE = "2 KB of chat", "2 KB full of personal data"


class Missing(Exception):
    """A file that is not there."""


@dataclass(frozen=True)
class Corpora:
    annotated: dict[str, list[Example]]
    benign: list[Example]

    @classmethod
    def read(cls, folder: Path, *, benign_texts: int | None) -> "Corpora":
        wanted = [corpus.path for corpus in (*ANNOTATED.values(), BENIGN)]
        if missing := [path for path in wanted if not (folder / path).exists()]:
            raise Missing(
                f"Not in {folder}: {', '.join(missing)}. Point --data at the folder that holds them: the first two are published "
                "by microsoft/presidio-research (data/), the last is any file of prompts, a JSON object with a text a line."
            )
        annotated = {name: _read(folder / corpus.path) for name, corpus in ANNOTATED.items()}
        return cls(annotated, _read(folder / BENIGN.path)[:benign_texts])

    def sets(self) -> dict[str, list[str]]:
        """What the engines get: texts alone."""
        annotated = {name: [example.text for example in some] for name, some in self.annotated.items()}
        benign = [example.text for example in self.benign]
        return {
            **annotated,
            "benign": benign,
            CHAT: list(_messages(benign)),
            DENSE: list(_messages(text for some in annotated.values() for text in some)),
        }


def _read(path: Path) -> list[Example]:
    return [example for example, _ in examples(path)]


def _messages(texts: Iterable[str]) -> Iterator[str]:
    whole = "\n\n".join(islice(texts, 20_000))
    starts = range(0, len(whole) - MESSAGE_LENGTH, MESSAGE_LENGTH)
    step = max(1, len(starts) // _MESSAGES)
    return (whole[start : start + MESSAGE_LENGTH] for start in starts[::step])


def write(sets: dict[str, list[str]], path: Path) -> None:
    path.write_text(json.dumps(sets), encoding="utf-8")
