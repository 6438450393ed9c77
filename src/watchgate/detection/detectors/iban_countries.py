"""What does an account number (BBAN) consist of in each country that has IBANs?

After the country and two check digits: so many digits (n), capitals (a), or either (c). SWIFT IBAN registry, release 101 (ISO 13616).
"""

import re

_REGISTRY = """
    11n NO
    12n BE
    14n DK FI FO GL SD
    2a12n FK
    4a10n NL
    15n SI
    3n10c2n MK
    16n AT BA EE LT MN XK
    3n13c KZ LU
    17n HR
    4a13c LV
    5n12c CH LI
    18n CR DE ME RS VA
    2a16n GE
    4a14c BH
    4a14n GB IE
    4a6n8c BG
    19n AE IL SO TL
    3n16c OM
    4a15c GI
    4a15n IQ
    20c MD
    20n CZ ES SE SK TN
    2n18c SA
    4a16c PK RO
    4a16n VG
    8n12c AD
    21n LY PT ST
    22n IS
    6n16c TR
    10n11c2n FR MC
    1a10n12c IT SM
    23n BI DJ MR
    7n16c GR
    24c GT
    24n HU PL
    4a20c AZ
    4a20n HN NI SV
    4c20n DO
    4c4n16c BY
    4n20c LB
    8n16c AL CY
    23n1a1c BR
    25n EG
    4a21c PS QA
    6n19c UA
    4a19n3a MU
    4a22c KW
    4a4n18c JO YE
    4a20n3a SC
    4a5n18c MT
    4a24c LC
    14n15c RU
"""
_PART = re.compile("([0-9]+)([nac])")
_CLASSES = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


def _expression(structure: str) -> str:
    return "".join(f"{_CLASSES[kind]}{{{size}}}" for size, kind in _PART.findall(structure))


def _length(structure: str) -> int:
    return 4 + sum(int(size) for size, _ in _PART.findall(structure))


LENGTHS: dict[str, int] = {
    country: _length(structure)
    for structure, *countries in map(str.split, _REGISTRY.strip().splitlines())
    for country in countries
}
"""How many characters an IBAN of each country has."""

BBANS: dict[str, re.Pattern[str]] = {
    country: re.compile(_expression(structure))
    for structure, *countries in map(str.split, _REGISTRY.strip().splitlines())
    for country in countries
}
"""What follows the check digits."""
