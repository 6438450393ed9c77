"""What do we learn topics from? Texts of our own, and ordinary prompts in which harmful topics hardly occur.

The texts stand in `tests/corpora/topics`, written by us. Of each, it is known whether it is about its topic; whether it is about
another one is only assumed where two topics do not touch.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
OWN = ROOT / "tests" / "corpora" / "topics"
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
    return None if text.is_about and {text.topic, topic} in TOUCHING else False


def benign() -> list[dict[str, str]]:
    """Ordinary prompts; those with an even number are for training, the others for counting alarms."""
    shared = Path(os.environ.get("WATCHGATE_SHARED") or ROOT.parent / "shared")
    path = shared / "data" / "benign" / "prompts_train.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
