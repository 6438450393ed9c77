"""How well are structured values found in sentences that nobody looked at while the rules were written?

`structured.jsonl` was drawn from Faker's telephone numbers of 48 locales, cards, IBANs and addresses in sentences of our own, and from
order numbers, dates, ranges, prices, versions and figures beside them, with a seed that was used for nothing else.
"""

import json
from pathlib import Path

import pytest

from watchgate.detection.engine import default_engine

Span = tuple[int, int, str]

ENTITIES = {"PHONE_NUMBER", "EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "IP_ADDRESS"}
CORPUS = Path(__file__).parents[2] / "corpora" / "structured.jsonl"


def overlap(one: Span, other: Span) -> float:
    """Intersection over union."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / (max(one[1], other[1]) - min(one[0], other[0]))


def is_same(one: Span, other: Span) -> bool:
    return one[2] == other[2] and overlap(one, other) >= 0.5


@pytest.fixture(scope="module")
def counts() -> tuple[int, int, int]:
    """What is there and found, what is found and not there, what is there and not found."""
    right = wrong = missed = 0
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        there = [(start, end, entity) for start, end, entity in row["spans"]]
        found = [
            (f.start, f.end, f.entity) for f in default_engine().scan(row["text"]) if f.entity in ENTITIES
        ]
        hits = sum(any(is_same(one, other) for other in found) for one in there)
        right, missed, wrong = right + hits, missed + len(there) - hits, wrong + len(found) - hits
    return right, wrong, missed


def test_what_is_found_is_there(counts: tuple[int, int, int]) -> None:
    right, wrong, _ = counts

    assert right / (right + wrong) >= 0.99


def test_f1_is_what_the_documentation_promises(counts: tuple[int, int, int]) -> None:
    right, wrong, missed = counts

    assert 2 * right / (2 * right + wrong + missed) >= 0.96
