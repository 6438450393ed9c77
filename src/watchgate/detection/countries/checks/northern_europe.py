"""Check digits of Denmark, Estonia, Finland, Iceland, Latvia, Lithuania, Norway and Sweden."""

from watchgate.detection.countries.checks.dates import ddmmyy, is_date, is_day, yymmdd
from watchgate.detection.countries.checks.general import luhn, weighted

_FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_FINNISH_CENTURIES = {
    "+": 1800,
    **dict.fromkeys("-YXWVU", 1900),
    **dict.fromkeys("ABCDEF", 2000),
}


def dk_cpr(digits: str) -> bool:
    """A date of birth. Since 2007 numbers are issued whose check digit does not agree, so it is not asked for."""
    return ddmmyy(digits) and digits[6:] != "0000"


def fi_hetu(number: str) -> bool:
    """The rest of 31 of date and individual number. In the compact form a century sign `-` or `+` is missing."""
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    century = _FINNISH_CENTURIES[number[6]] if len(number) == 11 else 1900
    individual = number[-4:-1]
    if not is_date(century + year, month, day) or not 2 <= int(individual) <= 899:
        return False
    return _FINNISH[int(number[:6] + individual) % 31] == number[-1]


def fi_vat(number: str) -> bool:
    digits = number[-8:]
    return weighted(digits, (7, 9, 10, 5, 8, 4, 2, 1)) % 11 == 0


def is_kennitala(digits: str) -> bool:
    """A date of birth (companies add 40 to the day), modulus 11, and the century 8, 9 or 0."""
    day, month = int(digits[:2]), int(digits[2:4])
    return (
        (is_day(month, day) or is_day(month, day - 40))
        and weighted(digits, (3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
        and digits[9] in "089"
    )


def baltic(digits: str) -> bool:
    """Estonia and Lithuania: sex and century, a date of birth, and modulus 11 with a second try."""
    century = 1800 + (int(digits[0]) - 1) // 2 * 100
    if not is_date(century + int(digits[1:3]), int(digits[3:5]), int(digits[5:7])):
        return False
    check = weighted(digits, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if check == 10:
        check = weighted(digits, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return check == int(digits[10])


def lv_pk(digits: str) -> bool:
    """Old numbers are a date of birth, a century and a check; since 2017 they begin with 32 and say nothing."""
    if digits[:2] == "32":
        return True
    if not ddmmyy(digits) or digits[6] > "2":
        return False
    return (1 + weighted(digits, (10, 5, 8, 4, 2, 1, 6, 3, 7, 9))) % 11 % 10 == int(digits[10])


def no_fnr(digits: str) -> bool:
    """Two checks modulus 11; the day is raised by 40 in D-numbers, the month by 40 in synthetic and help numbers."""
    if not is_day(int(digits[2:4]) % 40, int(digits[:2]) % 40):
        return False
    return (
        weighted(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
        and weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
    )


def no_orgnr(digits: str) -> bool:
    return weighted(digits, (3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def no_account(digits: str) -> bool:
    return weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def se_personnummer(digits: str) -> bool:
    """A date of birth (60 is added to the day of a coordination number), and Luhn over the last ten digits."""
    short = digits[-10:]
    day = int(short[4:6])
    return is_day(int(short[2:4]), day - 60 if day > 60 else day) and luhn(short)


def se_organisationsnummer(digits: str) -> bool:
    """The third digit is at least 2, so that it is not taken for a month."""
    return digits[2] >= "2" and not yymmdd(digits) and luhn(digits)
