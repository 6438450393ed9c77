"""Which values do people give away? One maker for each entity; all are valid, none is anybody's.

Addresses end in the domains of RFC 2606, internet addresses come from RFC 5737 and 3849, NHS numbers from the range kept for
tests, telephone numbers from ranges for fiction where a country has one.
"""

import random
from collections.abc import Callable

from watchgate.simulator.population.chance import Weighted, pick
from watchgate.simulator.population.checks import base58_address, bech32_address, iban, with_luhn, with_mod11

_CARDS = (("411111", 16), ("400000", 16), ("555555", 16), ("510510", 16), ("378282", 15), ("601111", 16))
_ACCOUNTS = {
    "en": ("GB", "WEST##############"),
    "de": ("DE", "##################"),
    "fr": ("FR", "#######################"),
    "es": ("ES", "####################"),
    "it": ("IT", "X######################"),
    "pt": ("PT", "#####################"),
    "nl": ("NL", "ABNA##########"),
    "pl": ("PL", "########################"),
    "tr": ("TR", "#####0################"),
    "ja": ("CH", "#################"),
}
_PHONES = {
    "en": ("+1 415 555 01##", "(212) 555-01##", "415-555-01##", "+44 20 7946 0###", "+44 7700 900###"),
    "de": ("+49 30 23125 ###", "+49 171 39200##", "030 23125 ###", "0171 39200##"),
    "fr": ("+33 1 99 00 ## ##", "01 99 00 ## ##", "+33 6 39 98 ## ##"),
    "es": ("+34 912 34 5# ##", "+34 612 34 5# ##"),
    "it": ("+39 06 5555 ####", "+39 347 555 ####"),
    "pt": ("+351 21 555 ## ##", "+351 912 55# ###"),
    "nl": ("+31 20 555 ####", "+31 6 1155 ####", "020 555 ####"),
    "pl": ("+48 22 555 ## ##", "+48 601 55# ###"),
    "tr": ("+90 212 555 ## ##", "+90 532 555 ## ##"),
    "ja": ("+81 3 5555 ####", "+81 90 5555 ####", "03-5555-####"),
}
_NINO_PREFIXES = ("AB", "CE", "EG", "HR", "JC", "LP", "SC", "WM", "YZ")


def filled(luck: random.Random, form: str) -> str:
    """*form* with a digit for each `#`."""
    return "".join(str(int(luck.random() * 10)) if letter == "#" else letter for letter in form)


def phone(luck: random.Random, language: str) -> str:
    return filled(luck, pick(luck, _PHONES[language]))


def credit_card(luck: random.Random, _language: str) -> str:
    prefix, length = pick(luck, _CARDS)
    digits = with_luhn(prefix + filled(luck, "#" * (length - 7)))
    separator = pick(luck, ("", " ", " ", "-"))
    if length == 15:
        return separator.join((digits[:4], digits[4:10], digits[10:]))
    return separator.join(digits[at : at + 4] for at in range(0, 16, 4))


def iban_code(luck: random.Random, language: str) -> str:
    country, form = _ACCOUNTS[language]
    compact = iban(country, filled(luck, form))
    if luck.random() < 0.5:
        return compact
    return " ".join(compact[at : at + 4] for at in range(0, len(compact), 4))


def us_ssn(luck: random.Random, _language: str) -> str:
    area, group, serial = luck.randrange(1, 666), luck.randrange(1, 100), luck.randrange(1, 10_000)
    return f"{area:03}-{group:02}-{serial:04}"


def us_itin(luck: random.Random, _language: str) -> str:
    return f"9{luck.randrange(100):02}-{luck.randrange(70, 89):02}-{luck.randrange(10_000):04}"


def uk_nhs(luck: random.Random, _language: str) -> str:
    number = None
    while number is None:
        number = with_mod11(filled(luck, "999######"))
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def uk_nino(luck: random.Random, _language: str) -> str:
    form = pick(luck, ("######", " ## ## ## "))
    return pick(luck, _NINO_PREFIXES) + filled(luck, form) + pick(luck, "ABCD")


def ip_address(luck: random.Random, _language: str) -> str:
    if luck.random() < 0.15:
        return f"2001:db8:{luck.getrandbits(16):x}:{luck.getrandbits(12):x}::{luck.randrange(1, 65_535):x}"
    network = pick(
        luck, ("192.0.2", "198.51.100", "203.0.113", f"10.{luck.randrange(256)}.{luck.randrange(256)}")
    )
    return f"{network}.{luck.randrange(1, 255)}"


def crypto(luck: random.Random, _language: str) -> str:
    match luck.randrange(3):
        case 0:
            return base58_address(b"\0" + luck.randbytes(20))
        case 1:
            return bech32_address(luck.randbytes(20))
        case _:
            return f"0x{luck.getrandbits(160):040x}"


MAKERS: dict[str, Callable[[random.Random, str], str]] = {
    "PHONE_NUMBER": phone,
    "CREDIT_CARD": credit_card,
    "IBAN_CODE": iban_code,
    "US_SSN": us_ssn,
    "US_ITIN": us_itin,
    "UK_NHS": uk_nhs,
    "UK_NINO": uk_nino,
    "IP_ADDRESS": ip_address,
    "CRYPTO": crypto,
}
"""From an entity to what makes one, as written where *language* is spoken."""

ENTITIES = Weighted.of(
    {
        "EMAIL_ADDRESS": 24,
        "PERSON": 20,
        "PHONE_NUMBER": 16,
        "IBAN_CODE": 8,
        "CREDIT_CARD": 7,
        "IP_ADDRESS": 7,
        "SECRET": 8,
        "US_SSN": 3,
        "UK_NHS": 2,
        "UK_NINO": 2,
        "CRYPTO": 2,
        "US_ITIN": 1,
    }
)
"""How often each is given away. SECRET stands for one of `tokens.SECRETS`."""
