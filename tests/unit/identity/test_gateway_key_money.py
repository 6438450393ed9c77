"""Money between people, who write dollars, and the inside, which counts millionths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.identity.gateway_keys.money import MICROUSD, dollars, microusd_of
from watchgate.kernel.errors import UserError


@pytest.mark.parametrize(
    ("written", "microusd"),
    [("100", 100_000_000), ("12.5", 12_500_000), ("$0.000001", 1), (" 7 ", 7_000_000), ("0.1", 100_000)],
)
def test_what_people_write(written, microusd):
    assert microusd_of(written) == microusd


@pytest.mark.parametrize(
    "written", ["", "0", "-1", "1e3", "1,000", "0.0000001", "nan", "inf", "9999999999", "1.", "€5", "١"]
)
def test_what_is_no_amount(written):
    with pytest.raises(UserError, match="US dollars"):
        microusd_of(written)


@pytest.mark.parametrize(
    ("microusd", "shown"),
    [
        (0, "0.00"),
        (12_500_000, "12.50"),
        (1_234_567_890_000, "1,234,567.89"),
        (300, "0.0003"),
        (1, "0.000001"),
    ],
)
def test_what_people_read(microusd, shown):
    assert dollars(microusd) == shown


@given(st.integers(1, MICROUSD - 1))
def test_less_than_a_dollar_is_read_back_as_it_was(microusd):
    assert microusd_of(dollars(microusd)) == microusd
