"""How long a request takes."""

import math

import pytest

from watchgate.remediation.pace import Pace


@pytest.mark.parametrize(
    ("pace", "objects", "seconds"),
    [
        (Pace(100), 0, 0),
        (Pace(100), 1, 1),
        (Pace(100), 500, 300),
        (Pace(100, per_hour=200), 200, 120),
        (Pace(100, per_hour=200), 201, 3600 + 120),
        (Pace(math.inf, per_hour=200), 500, 7200),
        (Pace(math.inf), 500, None),
    ],
)
def test_the_caps_of_an_hour_and_the_rate_add_up(pace, objects, seconds):
    assert pace.seconds(objects) == seconds


def test_what_it_comes_to_is_the_narrower_of_the_two():
    assert Pace(100, per_hour=600).objects_per_minute == 10
