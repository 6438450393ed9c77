"""Check digits of Poland, Czechia, Slovakia, Hungary, Romania, Moldova, Bulgaria, what was Yugoslavia, and what was the Soviet Union."""

from watchgate.detection.countries.checks.dates import is_date, is_day
from watchgate.detection.countries.checks.general import alphanumeric, mod_11_10, weighted


def pl_pesel(digits: str) -> bool:
    """The month says the century: +80 for 1800, +20 for 2000."""
    month = int(digits[2:4])
    century = {80: 1800, 0: 1900, 20: 2000}.get(month // 20 * 20)
    if century is None or not is_date(century + int(digits[:2]), month % 20, int(digits[4:6])):
        return False
    return weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def pl_nip(number: str) -> bool:
    digits = number[-10:]
    return weighted(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(digits[9])


def pl_regon(digits: str) -> bool:
    if weighted(digits, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 != int(digits[8]):
        return False
    return len(digits) == 9 or weighted(digits, (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)) % 11 % 10 == int(
        digits[13]
    )


def pl_id_card(number: str) -> bool:
    """Three letters and six digits, the first of them the check."""
    return _letters(number, (7, 3, 1, 9, 7, 3, 1, 7, 3)) % 10 == 0


def pl_passport(number: str) -> bool:
    """Two letters and seven digits, the first of them the check."""
    return _letters(number, (7, 3, 9, 1, 7, 3, 1, 7, 3)) % 10 == 0


def _letters(number: str, weights: tuple[int, ...]) -> int:
    return sum(alphanumeric(character) * weight for character, weight in zip(number, weights, strict=True))


def cz_rc(digits: str) -> bool:
    """Women add 50 to the month, and 20 more where numbers ran out. Nine digits, without a check, until 1953."""
    year = 1900 + int(digits[:2])
    if len(digits) == 9:
        if year > 1953:
            return False
    elif year < 1954:
        year += 100
    month = int(digits[2:4]) % 50
    month -= 20 if month > 20 and year >= 2004 else 0
    if not is_date(year, month, int(digits[4:6])):
        return False
    return len(digits) == 9 or int(digits[:9]) % 11 % 10 == int(digits[9])


def cz_ico(number: str) -> bool:
    digits = number[-8:]
    rest = weighted(digits, (8, 7, 6, 5, 4, 3, 2)) % 11
    return (11 - rest) % 10 == int(digits[7])


def sk_dph(number: str) -> bool:
    digits = number[-10:]
    return int(digits) % 11 == 0 and digits[0] != "0" and digits[2] in "234789"


def hu_tax_id(digits: str) -> bool:
    """An eight, the day of birth since 1867, a serial; each digit counts as often as its place says."""
    return weighted(digits, (1, 2, 3, 4, 5, 6, 7, 8, 9)) % 11 == int(digits[9])


def hu_personal_id(digits: str) -> bool:
    """Sex and century, a date of birth, a serial; weights rise since 1997, before they fell."""
    if not is_day(int(digits[3:5]), int(digits[5:7])):
        return False
    check = int(digits[10])
    return check in {weighted(digits, range(10, 0, -1)) % 11, weighted(digits, range(1, 11)) % 11}


def hu_taj(digits: str) -> bool:
    return weighted(digits, (3, 7, 3, 7, 3, 7, 3, 7)) % 10 == int(digits[8])


def hu_vat(number: str) -> bool:
    digits = number.removeprefix("HU")[:8]
    return weighted(digits, (9, 7, 3, 1, 9, 7, 3, 1)) % 10 == 0


def ro_cnp(digits: str) -> bool:
    """Sex and century, a date of birth, the county, a serial, and modulus 11."""
    county = int(digits[7:9])
    if not is_day(int(digits[3:5]), int(digits[5:7])):
        return False
    if not (1 <= county <= 48 or county in {51, 52, 70, 80, 81, 82, 83}):
        return False
    check = weighted(digits, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return (1 if check == 10 else check) == int(digits[12])


def ro_cui(number: str) -> bool:
    digits = number.removeprefix("RO").zfill(10)
    return weighted(digits, (7, 5, 3, 2, 1, 7, 5, 3, 2)) * 10 % 11 % 10 == int(digits[9])


def md_idnp(digits: str) -> bool:
    return weighted(digits, (7, 3, 1) * 4) % 10 == int(digits[12])


def bg_egn(digits: str) -> bool:
    """The month says the century: +20 for 1800, +40 for 2000."""
    month = int(digits[2:4])
    century = {0: 1900, 20: 1800, 40: 2000}.get(month // 20 * 20)
    if century is None or not is_date(century + int(digits[:2]), month % 20, int(digits[4:6])):
        return False
    return weighted(digits, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(digits[9])


def bg_pnf(digits: str) -> bool:
    return weighted(digits, (21, 19, 17, 13, 11, 9, 7, 3, 1)) % 10 == int(digits[9])


def jmbg(digits: str) -> bool:
    """Date of birth with three digits of the year, region, serial, modulus 11."""
    year = int(digits[4:7])
    year += 1000 if year >= 800 else 2000
    if not is_date(year, int(digits[2:4]), int(digits[:2])):
        return False
    check = 11 - weighted(digits, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return check % 11 == int(digits[12])


def hr_oib(number: str) -> bool:
    return mod_11_10(number[-11:])


def si_ddv(number: str) -> bool:
    digits = number[-8:]
    check = 11 - weighted(digits, (8, 7, 6, 5, 4, 3, 2)) % 11
    return check != 11 and check % 10 == int(digits[7])


def mk_edb(digits: str) -> bool:
    check = -weighted(digits, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11 % 10
    return check == int(digits[12])


def ru_inn(digits: str) -> bool:
    """Ten digits for companies, twelve, with two checks, for people."""
    if len(digits) == 10:
        return weighted(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == int(digits[9])
    return weighted(digits, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == int(digits[10]) and weighted(
        digits, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    ) % 11 % 10 == int(digits[11])


def ru_snils(digits: str) -> bool:
    """Nine digits and two of check; numbers up to 001-001-998 have none."""
    if digits[:9] <= "001001998":
        return False
    return weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, 1)) % 101 % 100 == int(digits[9:])


def ru_ogrn(digits: str) -> bool:
    """Thirteen digits for companies, fifteen for sole traders."""
    divisor = 11 if len(digits) == 13 else 13
    return int(digits[:-1]) % divisor % 10 == int(digits[-1])


def ua_rntrc(digits: str) -> bool:
    """Days since 1899, a serial, sex, and modulus 11."""
    return weighted(digits, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10 == int(digits[9])


def kz_iin(digits: str) -> bool:
    """A date of birth, century and sex, a serial, and modulus 11 with a second try."""
    if not is_day(int(digits[2:4]), int(digits[4:6])):
        return False
    check = weighted(digits, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)) % 11
    if check == 10:
        check = weighted(digits, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return check == int(digits[11])


def az_voen(digits: str) -> bool:
    """Eight digits, modulus 11, and the kind of taxpayer."""
    return weighted(digits, (4, 1, 8, 6, 2, 7, 5, 3)) % 11 == int(digits[8])


def by_unp(digits: str) -> bool:
    """A region from 1 to 7, and modulus 11."""
    check = weighted(digits, (29, 23, 19, 17, 13, 7, 5, 3)) % 11
    return check == int(digits[8])
