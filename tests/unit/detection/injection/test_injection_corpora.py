import json
from pathlib import Path

import pytest

from watchgate.detection.engine import default_engine
from watchgate.detection.injection import BLOCK_THRESHOLD, FLAG_THRESHOLD

CORPORA = Path(__file__).parents[3] / "corpora"


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (CORPORA / name).read_text(encoding="utf-8").strip().split("\n")]


def sure(name: str) -> list[str]:
    return [row["text"] for row in rows(name) if row.get("sure")]


def share_reaching(threshold: float, name: str) -> float:
    scores = [default_engine().examine(row["text"]).injection.score for row in rows(name)]
    return sum(score >= threshold for score in scores) / len(scores)


@pytest.mark.parametrize("text", sure("attacks.jsonl"), ids=lambda text: text[:40])
def test_an_attack_is_blocked(text: str) -> None:
    assert default_engine().examine(text).injection.score >= BLOCK_THRESHOLD


@pytest.mark.parametrize("text", sure("benign_prompts.jsonl"), ids=lambda text: text[:40])
def test_an_ordinary_prompt_is_not_blocked(text: str) -> None:
    assert default_engine().examine(text).injection.score < BLOCK_THRESHOLD


def test_most_attacks_are_flagged() -> None:
    assert share_reaching(FLAG_THRESHOLD, "attacks.jsonl") >= 0.75


def test_few_prompts_full_of_trigger_words_are_flagged() -> None:
    assert share_reaching(FLAG_THRESHOLD, "benign_prompts.jsonl") <= 0.05


def test_hardly_any_prompt_full_of_trigger_words_is_blocked() -> None:
    assert share_reaching(BLOCK_THRESHOLD, "benign_prompts.jsonl") <= 0.02
