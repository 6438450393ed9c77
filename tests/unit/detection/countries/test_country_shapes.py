"""A shape says how a number is written; the tree finds it again; its weight says how telling it is."""

import pytest

from watchgate.detection.countries.groups import readings
from watchgate.detection.countries.pack import CountryPack, Identifier
from watchgate.detection.countries.shapes import tree, written_forms
from watchgate.detection.countries.weights import check_evidence, form_weight


def read(text: str, shapes: str) -> list[str]:
    identifier = Identifier(entity="X", title="", shapes=shapes, words="x", examples=(), source="")
    root = tree([CountryPack(code="XX", country="", names="", identifiers=(identifier,))])
    return [text[:end] for end, _ in readings(text, 0, root)]


def test_a_tilde_stands_for_a_blank_a_dash_or_nothing() -> None:
    assert list(written_forms("99~9 A_9")) == ["99 9", "99-9", "999", "A 9"]


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("529.982.247-25", "999.999.999-99"),
        ("12\u00a034", "99_99"),
        ("12\u201134", "99-99"),
        ("L01X00T47", "XXXXXXXXX"),
        ("A123456(3)", "A999999(9)"),
        ("1EG4-TE5", "9AX9-AX9"),
    ],
)
def test_the_tree_reads_what_has_the_shape(text: str, shapes: str) -> None:
    assert read(text, shapes) == [text]


@pytest.mark.parametrize(
    ("text", "shapes"),
    [("529.982.247-2", "999.999.999-99"), ("12  34", "99_99"), ("A123456(3", "A999999(9)"), ("123", "9999")],
)
def test_and_nothing_else(text: str, shapes: str) -> None:
    assert read(text, shapes) == []


def test_every_end_is_read() -> None:
    assert read("12-34-56", "99-99 99-99-99") == ["12-34", "12-34-56"]


def test_a_form_that_little_else_has_weighs_more() -> None:
    forms = ["999999999", "999 999 999", "999-999-999", "999.999.999-99"]

    weights = [form_weight(form) for form in forms]

    assert weights == sorted(weights)
    assert weights[0] < form_weight("A9999999A") < 0.5


def test_a_check_that_few_pass_weighs_more() -> None:
    weak, strong = check_evidence(10), check_evidence(97)

    assert check_evidence(1) is None
    assert weak is not None
    assert strong is not None
    assert 0.1 < weak.weight < strong.weight < 0.5
    assert "1 number in 97" in strong.reason
