"""What decides whether a number is a telephone number: its groups, and what stands before it."""

import pytest

from watchgate.detection.detectors.phone_groups import grouped
from watchgate.detection.detectors.phone_words import announced
from watchgate.detection.engine import default_engine


def weight_of(before: str) -> float:
    text = before + "555 0132"
    return round(sum(term.weight for term in announced(text, len(before), stands_for_itself=True)), 2)


def phones(text: str) -> list[str]:
    return [text[f.start : f.end] for f in default_engine().scan(text) if f.entity == "PHONE_NUMBER"]


@pytest.mark.parametrize(
    "written", ["2019 2020", "12/11/2024", "2024-11-22 10", "10 20 30 40", "451/2008", "20000-30000", "8 5 9 2 11 1", "01 02 03 04 05"]
)  # fmt: skip
def test_dates_years_ranges_and_counting_are_no_groups_of_a_telephone_number(written: str) -> None:
    assert grouped(written) is None


def test_what_figures_have_as_well_says_less_than_what_only_telephone_numbers_have() -> None:
    thousands, mobile = grouped("612 345 678"), grouped("532 123 45 67")

    assert thousands is not None
    assert mobile is not None
    assert thousands.weight < mobile.weight


def test_a_leading_zero_says_more() -> None:
    with_zero, without = grouped("020 123 456"), grouped("720 123 456")

    assert with_zero is not None
    assert without is not None
    assert with_zero.weight > without.weight


@pytest.mark.parametrize(
    ("before", "weight"),
    [
        ("call ", 0.4),
        ("order ", -0.4),
        ("order for the shop in ", -0.15),
        ("the order came.\nWell ", 0),
        ("number ", 0.2),
        ("my number is ", 0.35),
        ("reach me at ", 0.2),
        ("it lies at ", 0.2),
        ("located at ", 0),
        ("Ingrid Holm\n", 0.2),
        ("Mill Lane, Harrow\n12345\n", 0.2),
        ("12 500\n", -0.25),
        ("Ada; ", 0.1),
        ("17, ", -0.25),
        ("€ ", -0.4),
        ("电话：", 0.4),
    ],
)
def test_what_stands_before_a_number_is_weighed(before: str, weight: float) -> None:
    assert weight_of(before) == weight


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("020 7946 0958-Office", "020 7946 0958"),
        ("415-555-0132-Fax", "415-555-0132"),
        ("(021) 4567-891-Home", "(021) 4567-891"),
    ],
)
def test_a_label_after_a_dash_is_no_part_of_the_number(text: str, number: str) -> None:
    assert phones(text) == [number]


@pytest.mark.parametrize(
    "text", ["415-555-0132-AB7", "415-555-0132-XL", "415-555-0132-cafe", "AB-415-555-0132"]
)
def test_a_code_that_goes_on_is_no_telephone_number(text: str) -> None:
    assert phones(text) == []


@pytest.mark.parametrize("text", ["tel.020 7946 0958", "Fax.020 7946 0958"])
def test_an_abbreviation_with_a_dot_is_no_part_of_a_longer_name(text: str) -> None:
    assert phones(text) == ["020 7946 0958"]
