"""Our checks agree with python-stdnum's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import bitcoin, iban, luhn
from stdnum.gb import nhs

from watchgate.detection import checksums
from watchgate.detection.engine import default_engine

digits = st.text(alphabet="0123456789", min_size=10, max_size=19)
countries = ["GB", "DE", "FR", "NL", "NO", "SE", "MT", "CH", "IT", "ES", "BE", "PL", "BR"]


@given(digits)
def test_luhn(number: str) -> None:
    assert checksums.luhn(number) == luhn.is_valid(number)


@given(st.text(alphabet="0123456789", min_size=10, max_size=10))
def test_nhs(number: str) -> None:
    assert checksums.mod11_nhs(number) == nhs.is_valid(number)


@given(st.sampled_from(countries), st.text(alphabet="0123456789ABCXYZ", min_size=11, max_size=26))
def test_mod97(country: str, rest: str) -> None:
    check = iban.calc_check_digits(f"{country}00{rest}")

    assert checksums.mod97(f"{country}{check}{rest}")
    assert not checksums.mod97(f"{country}{(int(check) + 1) % 97:02}{rest}")


@given(
    st.sampled_from("13"),
    st.text(alphabet="123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", min_size=25, max_size=34),
)
def test_base58(first: str, rest: str) -> None:
    address = first + rest

    assert not checksums.base58check(address) or bitcoin.is_valid(address)


@pytest.mark.parametrize(
    "address",
    [
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "1111111111111111111114oLvT2",
    ],
)
def test_base58_addresses(address: str) -> None:
    assert bitcoin.is_valid(address)
    assert checksums.base58check(address)
    assert not checksums.base58check(address[:-1] + ("3" if address[-1] != "3" else "4"))


@pytest.mark.parametrize(
    "address",
    [
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ],
)
def test_bech32_addresses(address: str) -> None:
    assert checksums.bech32(address)
    assert not checksums.bech32(address[:-1] + ("q" if address[-1] != "q" else "p"))


@given(st.sampled_from(countries), st.text(alphabet="0123456789ABCDXYZ", min_size=8, max_size=28))
def test_every_valid_iban_is_found(country: str, rest: str) -> None:
    candidate = f"{country}{iban.calc_check_digits(f'{country}00{rest}')}{rest}"

    found = [finding for finding in default_engine().scan(candidate) if finding.entity == "IBAN_CODE"]

    # stdnum also knows which characters the account numbers of a country have; we only ask how many.
    assert found or not iban.is_valid(candidate, check_country=False)
