"""Pairs of numbers are places only when something says so."""

import pytest

from watchgate.detection.engine import engine_for
from watchgate.detection.entities import ENTITIES

ONLY = engine_for(without=frozenset(ENTITIES) - {"COORDINATE"})


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in ONLY.scan(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("GPS 52.520008, 13.404954 here", "52.520008, 13.404954"),
        ("location: -33.8688, 151.2093", "-33.8688, 151.2093"),
        ("52.520008° N, 13.404954° E", "52.520008° N, 13.404954° E"),
        ('{"lat": 52.520008, "lng": 13.404954}', '52.520008, "lng": 13.404954'),
        ("at 52°31'12.0\"N 13°24'17.8\"E", "52°31'12.0\"N 13°24'17.8\"E"),
        ("geo:52.520008,13.404954", "52.520008,13.404954"),
        ("https://maps.example.com/maps/@52.520008,13.404954,17z", "52.520008,13.404954"),
    ],
)
def test_a_place_on_the_globe_is_found(text: str, place: str) -> None:
    assert found(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "values 0.1234, 0.5678 and 0.9876",
        "loss 12.3456, 78.9012",
        "location 152.520008, 13.404954",
        "coordinates 52.5, 13.4",
        "prices 1.9999, 2.9999",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []
