"""Check digits of the Near East and of Africa."""

from watchgate.detection.countries.checks.dates import is_date, is_day, yymmdd
from watchgate.detection.countries.checks.general import alphanumeric, luhn, weighted


def il_id(digits: str) -> bool:
    return luhn(digits) and digits != "000000000"


def ir_national_code(digits: str) -> bool:
    """Modulus 11; a digit ten times over is nobody's."""
    rest = weighted(digits, range(10, 1, -1)) % 11
    return (rest if rest < 2 else 11 - rest) == int(digits[9]) and len(set(digits)) > 1


def kw_civil_id(digits: str) -> bool:
    """Century, date of birth, serial, modulus 11."""
    check = 11 - weighted(digits, (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11
    return yymmdd(digits[1:7]) and check == int(digits[11])


def ae_id(digits: str) -> bool:
    """784, the year of birth, a serial, Luhn."""
    return 1900 <= int(digits[3:7]) <= 2039 and luhn(digits)


def eg_national_id(digits: str) -> bool:
    """Century, date of birth, governorate, serial. How the last digit is calculated is not published."""
    century = {"2": 1900, "3": 2000}[digits[0]]
    governorate = int(digits[7:9])
    return (1 <= governorate <= 35 or governorate == 88) and is_date(
        century + int(digits[1:3]), int(digits[3:5]), int(digits[5:7])
    )


def za_id(digits: str) -> bool:
    """Date of birth, sex, citizenship, Luhn."""
    return yymmdd(digits) and luhn(digits)


def ma_ice(digits: str) -> bool:
    return int(digits) % 97 == 0


def mu_nid(number: str) -> bool:
    """A letter, a date of birth, a serial, and modulus 17."""
    values = (alphanumeric(character) for character in number[:13])
    total = sum(value * weight for value, weight in zip(values, range(14, 1, -1), strict=True))
    return is_day(int(number[3:5]), int(number[1:3])) and (17 - total) % 17 == alphanumeric(number[13])


def gh_tin(number: str) -> bool:
    rest = weighted(number[1:10], range(1, 10)) % 11
    return ("X" if rest == 10 else str(rest)) == number[10]
