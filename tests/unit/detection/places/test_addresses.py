"""Addresses are found whole, and nothing else is taken for one."""

import json
import os
from pathlib import Path

import pytest

from unit.detection.places.addresses import ADDRESSES, NO_ADDRESSES
from watchgate.detection.engine import engine_for
from watchgate.detection.entities import ENTITIES
from watchgate.detection.scoring import tracing

ONLY = engine_for(without=frozenset(ENTITIES) - {"STREET_ADDRESS"})


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in ONLY.scan(text)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_one_span(address: str) -> None:
    assert found(address) == [address]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_found_in_a_sentence(address: str) -> None:
    assert found(f"please note: {address}. then we go on, as before") == [address]


@pytest.mark.parametrize("address", [one for one in ADDRESSES if ", " in one and one[0] < "\u3000"])
def test_an_address_may_stand_on_several_lines(address: str) -> None:
    lines = "\n".join(address.rsplit(", ", 1))
    seen = found(lines)

    assert seen
    assert len(seen[0]) >= len(lines) / 2


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_none_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_lines_of_a_quotation_are_lines_of_an_address() -> None:
    assert found("> 12 Elm Street\n> Apt. 5\n> Leeds\n> LS1 4AP\n") == [
        "12 Elm Street\n> Apt. 5\n> Leeds\n> LS1 4AP"
    ]


def test_a_name_that_is_no_street_for_sure_needs_support() -> None:
    assert found("we saw Nyhavn 71 on the map") == []
    assert found("my address is Nyhavn 71") == ["Nyhavn 71"]
    assert found("Nyhavn 71, 1051 København") == ["Nyhavn 71, 1051 København"]


def test_small_letters_need_support_as_well() -> None:
    assert found("i live at 12 main street") == ["12 main street"]
    assert found("a 12 lane street") == []


def test_a_corner_is_a_place() -> None:
    assert found("meet me at the corner of Oak Street and 5th Avenue today") == [
        "the corner of Oak Street and 5th Avenue"
    ]


def test_where_one_address_begins_another_ends() -> None:
    text = "12 Elm Street, Leeds LS1 4AP\n14 Oak Road, York YO1 7HH"

    assert found(text) == text.split("\n")


def test_who_asks_hears_why_a_candidate_is_none() -> None:
    with tracing() as rejections:
        ONLY.scan("he saw Nyhavn 71\nand Oak Street")

    assert any(one.entity == "STREET_ADDRESS" for one in rejections)


def test_the_score_is_the_sum_of_what_was_seen() -> None:
    [one] = ONLY.scan("address: Nyhavn 71")

    assert one.score == pytest.approx(sum(term.weight for term in one.evidence))
    assert [term.kind for term in one.evidence] == ["form", "context"]


def test_ordinary_prompts_hold_next_to_none() -> None:
    """Of those that were found in these prompts when it was measured, each is an address."""
    beside = Path(__file__).parents[5] / "shared"
    prompts = Path(os.environ.get("WATCHGATE_SHARED") or beside) / "data/benign/prompts_train.jsonl"
    if not prompts.exists():
        pytest.skip(f"no prompts at {prompts}: point WATCHGATE_SHARED at the shared folder")
    texts = [json.loads(line)["text"] for line in prompts.read_text(encoding="utf-8").splitlines()]

    seen = [one for text in texts for one in found(text)]

    assert len(seen) <= 8 * sum(map(len, texts)) / 1_000_000
