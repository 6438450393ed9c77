"""Our checks agree with python-stdnum's."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import bitcoin, iban, luhn
from stdnum.gb import nhs

from watchgate.detection import checksums
from watchgate.detection.detectors.iban_countries import BBANS, LENGTHS
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

    assert bool(found) == iban.is_valid(candidate, check_country=False)


RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def in_base58(payload: bytes, alphabet: str) -> str:
    raw = payload + sha256(sha256(payload).digest()).digest()[:4]
    number, letters = int.from_bytes(raw), ""
    while number:
        number, at = divmod(number, 58)
        letters = alphabet[at] + letters
    return alphabet[0] * (len(raw) - len(raw.lstrip(b"\0"))) + letters


@given(payload=st.binary(min_size=20, max_size=21), is_ripple=st.booleans())
def test_what_base58_says_is_read_back(*, payload: bytes, is_ripple: bool) -> None:
    written = in_base58(payload, RIPPLE if is_ripple else BITCOIN)

    assert checksums.base58_payload(written, is_ripple=is_ripple) == payload


@given(
    st.sampled_from(
        [b"\x00", b"\x05", b"\x30", b"\x32", b"\x1e", b"\x4c", b"\x41", b"\x1c\xb8", b"\x1c\xbd"]
    ),
    st.binary(min_size=20, max_size=20),
)
def test_an_address_of_every_chain_in_base58_is_found(version: bytes, rest: bytes) -> None:
    address = in_base58(version + rest, BITCOIN)

    assert [(f.entity, f.end) for f in default_engine().scan(address)] == [("CRYPTO", len(address))]


def test_a_stellar_account() -> None:
    account = "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H"  # Stellar's documentation

    assert checksums.crc16_stellar(account)
    assert not checksums.crc16_stellar(account[:-1] + "A")


def test_a_monero_address_names_its_network() -> None:
    address = (  # the donation address in Monero's README
        "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A"
    )

    assert checksums.monero_network(address) == 18
    assert checksums.monero_network("z" * 95) is None


@given(
    st.sampled_from(sorted(LENGTHS)),
    st.text(alphabet="0123456789ABCXYZ", min_size=0, max_size=33),
)
def test_the_structure_of_a_country_is_stdnums(country: str, rest: str) -> None:
    candidate = (rest + "0" * 33)[: LENGTHS[country] - 4]
    check = iban.calc_check_digits(f"{country}00{candidate}")

    is_whole = BBANS[country].fullmatch(candidate) is not None
    assert is_whole == iban.is_valid(f"{country}{check}{candidate}", check_country=False)
