"""Which passwords will do, and what is kept of them?"""

import pytest

from watchgate.identity.people.passwords import Passwords, WeakPassword, check, needs_rehash
from watchgate.kernel.content import Content

EMAIL, NAME = "ada.lovelace@example.com", "Ada Lovelace Byron"


@pytest.mark.parametrize(
    "password", ["a sentence nobody says", "ünïcode-ist-schön", "x7#" * 4 + "yQ", "🐘🦒🦓🐍" * 3]
)
def test_what_is_long_and_not_common_will_do(password):
    check(Content(password), EMAIL, NAME)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "elevenchars",
        "x" * 257,
        "aaaaaaaaaaaaaaa",
        "abababababababab",
        "Password12345",
        "CorrectHorseBatteryStaple",
        "ada.lovelace@example.com",
        "ADA.LOVELACE",
        "Ada Lovelace Byron",
        "adalovelacebyron",
        "ada.lovelaceada.lovelace",
    ],
)
def test_what_is_easy_to_guess_is_refused_without_being_repeated(password):
    with pytest.raises(WeakPassword) as refused:
        check(Content(password), EMAIL, NAME)

    assert not password or password not in str(refused.value)


async def test_a_hash_fits_its_password_and_no_other():
    passwords = Passwords()
    kept = await passwords.hash(Content("a sentence nobody says"))

    assert kept.startswith("$argon2id$")
    assert await passwords.is_right(Content("a sentence nobody says"), kept)
    assert not await passwords.is_right(Content("a sentence nobody said"), kept)
    assert not await passwords.is_right(Content("a sentence nobody says"), None)
    assert not await passwords.is_right(Content("nobody has this one"), None)
    assert not await passwords.is_right(Content("a sentence nobody says"), "$not$a$hash")
    assert not needs_rehash(kept)


async def test_one_character_written_in_two_ways_is_one():
    passwords = Passwords()
    kept = await passwords.hash(Content("cafe\u0301 au lait, s'il vous"))

    assert await passwords.is_right(Content("caf\u00e9 au lait, s'il vous"), kept)


def test_a_hash_of_weaker_parameters_is_made_anew():
    assert needs_rehash("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")
