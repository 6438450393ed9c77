"""Dates of birth are found by default, other dates and ages only for those who ask."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchgate.detection.boundaries import LOOKBACK
from watchgate.detection.dates import birth, closed_until, times
from watchgate.detection.engine import default_engine, engine_for
from watchgate.detection.entities import ENTITIES

BORN = [
    ("She was born on 12 March 1984 in Leeds", "12 March 1984"),
    ("DOB: 03/12/1984", "03/12/1984"),
    ('{"dateOfBirth": "1984-03-12"}', "1984-03-12"),
    ("patient_dob=1984-03-12", "1984-03-12"),
    ("| Date of birth | 12/03/84 |", "12/03/84"),
    ("geb. am 12.03.1984 in Köln", "12.03.1984"),
    ("née le 12 mars 1984 à Lyon", "12 mars 1984"),
    ("nacido en Madrid el 12 de marzo de 1984", "12 de marzo de 1984"),
    ("nato a Roma il 12 marzo 1984", "12 marzo 1984"),
    ("data de nascimento: 12/03/1984", "12/03/1984"),
    ("geboortedatum 12-03-1984", "12-03-1984"),
    ("född 1984-03-12", "1984-03-12"),
    ("urodzony 12 marca 1984 r.", "12 marca 1984"),
    ("Дата рождения: 12 марта 1984", "12 марта 1984"),
    ("生年月日：1984年3月12日", "1984年3月12日"),
]


def only(entity: str, text: str) -> list[str]:
    engine = engine_for(frozenset({entity}), without=frozenset(ENTITIES) - {entity})
    return [text[one.start : one.end] for one in engine.scan(text)]


@pytest.mark.parametrize(("text", "date"), BORN)
def test_a_date_of_birth_is_found(text: str, date: str) -> None:
    assert only(birth.ENTITY, text) == [date]


@pytest.mark.parametrize(
    "text",
    [
        "The meeting is on 12 March 2024.",
        "newborn screening on 12/03/2024",
        "The date of birth of the nation. On 4 July 1776 it declared",
        "born in Paris, hired 12.03.2004",
        "the idea was born in version 12.3.1984.1",
        "reborn on 12/03/2024",
    ],
)
def test_other_dates_are_not_dates_of_birth(text: str) -> None:
    assert only(birth.ENTITY, text) == []


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("on Monday, March 12th, 2025 at 2:30 pm sharp", ["Monday, March 12th, 2025 at 2:30 pm"]),
        ("2026-11-23T14:30:00Z or 14h30", ["2026-11-23T14:30:00Z", "14h30"]),
        ("am 3. Oktober 2024 um 14:30", ["3. Oktober 2024 um 14:30"]),
        ("el 12 de marzo de 1984", ["12 de marzo de 1984"]),
        ("2024年3月12日", ["2024年3月12日"]),
        ("version 1.2.3.4 of 10/20", []),
    ],
)
def test_dates_and_times_are_found_for_those_who_ask(text: str, moments: list[str]) -> None:
    assert only(times.ENTITY, text) == moments


def test_dates_and_ages_are_nobodys_by_default() -> None:
    text = "On 12 March 2024 at 14:30 she was 34 years old."

    assert default_engine().scan(text) == []


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("She is 34 years old, with a 5-year-old.", ["34", "5"]),
        ("aged 77; age: 12", ["77", "12"]),
        ("j'ai 34 ans.", ["34"]),
        ("er ist 34 Jahre alt", ["34"]),
        ("page: 12, 300 years old, 12 years of work", []),
    ],
)
def test_ages_are_found_for_those_who_ask(text: str, ages: list[str]) -> None:
    assert only("AGE", text) == ages


_parts = st.lists(
    st.sampled_from(
        [text for text, _ in BORN]
        + ["on 12", " May 2020 ", "at 14:30", "so we went, ", ". ", "\n", "Monday, ", "June"]
    ),
    max_size=6,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(_parts, st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_dates_do_not_depend_on_how_a_text_is_cut(text: str, arriving: list[int]) -> None:
    for find in (birth.find, times.find):
        seen = []
        done = arrived = turn = 0
        while arrived < len(text):
            arrived += arriving[turn % len(arriving)]
            turn += 1
            end = closed_until(text[:arrived], done) if arrived < len(text) else len(text)
            before = min(LOOKBACK, done)
            seen += [
                (one.start + done - before, one.end + done - before)
                for one in find(text[done - before : end])
                if one.start >= before
            ]
            done = end

        assert seen == [(one.start, one.end) for one in find(text)]
