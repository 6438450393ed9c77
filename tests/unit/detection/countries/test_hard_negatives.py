"""Numbers that identify nobody are left alone."""

import json
import os
from pathlib import Path

import pytest

from unit.detection.countries.hard_negatives import kinds
from unit.detection.countries.looking import found

KINDS = kinds()


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_that_identify_nobody_are_left_alone(kind: str) -> None:
    assert found(KINDS[kind]) == []


def test_a_number_among_them_is_still_found() -> None:
    assert found(KINDS["orders"] + "\nCPF 529.982.247-25") == [("BR_CPF", "529.982.247-25")]


def test_ordinary_prompts_hold_next_to_no_identity_numbers() -> None:
    texts = [json.loads(line)["text"] for line in _prompts().read_text(encoding="utf-8").splitlines()]

    entities = [entity for text in texts for entity, _ in found(text)]

    for entity in set(entities):
        assert entities.count(entity) / sum(map(len, texts)) * 1e6 < 1
    assert len(entities) <= 2


def _prompts() -> Path:
    beside = Path(__file__).parents[5] / "shared"
    prompts = Path(os.environ.get("WATCHGATE_SHARED") or beside) / "data/benign/prompts_train.jsonl"
    if not prompts.exists():
        pytest.skip(f"no prompts at {prompts}: point WATCHGATE_SHARED at the shared folder")
    return prompts
