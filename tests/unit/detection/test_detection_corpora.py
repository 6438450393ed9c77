import json
from pathlib import Path

import pytest

from watchgate.detection.engine import default_engine

CORPORA = Path(__file__).parents[2] / "corpora"


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (CORPORA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", rows("pii.jsonl"), ids=lambda row: row["text"][:40])
def test_personal_data_is_found_where_it_stands(row: dict) -> None:
    findings = default_engine().scan(row["text"])

    found: dict[str, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.entity, []).append(row["text"][finding.start : finding.end])
    assert found == row["found"]


@pytest.mark.parametrize("row", rows("hard_negatives.jsonl"), ids=lambda row: row["what"])
def test_what_only_looks_like_personal_data_is_left_alone(row: dict) -> None:
    assert default_engine().scan(row["text"]) == []
