"""What do we learn topics from? Texts of our own, and ordinary prompts in which harmful topics hardly occur.

The texts stand in `tests/corpora/topics`, written by us. Of each, it is known whether it is about its topic; whether it is about
another one is only assumed where two topics do not touch.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
OWN = ROOT / "tests" / "corpora" / "topics"
SHARED = Path(os.environ.get("WATCHGATE_SHARED") or ROOT.parent / "shared") / "data"
TOUCHING = (
    {"weapons", "violence"}, {"weapons", "self-harm"}, {"self-harm", "violence"}, {"self-harm", "illegal-drugs"},
    {"hate", "violence"}, {"hate", "sexual"}, {"sexual", "violence"}, {"legal-advice", "hr"}, {"legal-advice", "violence"},
    {"legal-advice", "illegal-drugs"}, {"legal-advice", "financial-advice"}, {"legal-advice", "mergers-acquisitions"},
    {"medical-advice", "self-harm"}, {"medical-advice", "illegal-drugs"}, {"medical-advice", "sexual"}, {"hr", "mergers-acquisitions"},
    {"hr", "financial-advice"}, {"financial-advice", "mergers-acquisitions"}, {"hr", "hate"}, {"hr", "sexual"}, {"weapons", "illegal-drugs"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    topic: str
    is_about: bool
    split: str
    family: str
    language: str


def own() -> list[Text]:
    return [
        Text(**json.loads(line))
        for path in sorted(OWN.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def label(text: Text, topic: str) -> bool | None:
    """Is *text* about *topic*? None: nobody has said."""
    if text.topic == topic:
        return text.is_about
    return None if {text.topic, topic} in TOUCHING else False


def ordinary(data: Path | None = None) -> list[str]:
    """Prompts, news, encyclopedia and tweets, in which harmful topics hardly occur; those with an even number are for training."""
    return [*_prompts(data or SHARED), *without_code(data)]


def _prompts(data: Path) -> Iterator[str]:
    for line in (data / "benign" / "prompts_train.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]


def without_code(data: Path | None = None) -> Iterator[str]:
    """Five sentences at a time. re3d tells of the war in Syria, so of weapons and killing, as the news do."""
    for name in ("re3d_train", "re3d_test", "wikigold", "btc_a", "btc_e", "btc_h"):
        text = ((data or SHARED) / "ner" / f"{name}.conll").read_text(encoding="utf-8")
        sentences = [
            " ".join(line.split()[0] for line in block.splitlines() if line.split())
            for block in re.split(r"\n\s*\n", text)
        ]
        yield from ("\n".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))
