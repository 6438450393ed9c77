"""Check digits of East, South and South-East Asia."""

from watchgate.detection.countries.checks.dates import is_day, yymmdd, yyyymmdd
from watchgate.detection.countries.checks.general import alphanumeric, mod_11_2, verhoeff, weighted

_CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_TAIWAN = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_CHINESE_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


def cn_resident(number: str) -> bool:
    """GB 11643-1999: province, date of birth, serial, ISO 7064 MOD 11-2."""
    return number[:2] in _CHINESE_PROVINCES and yyyymmdd(number[6:14]) and mod_11_2(number)


def cn_credit_code(number: str) -> bool:
    """GB 32100-2015: powers of three, modulus 31."""
    values = [_CREDIT_CODE.find(character) for character in number]
    if -1 in values:
        return False
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def hk_id(number: str) -> bool:
    """One or two letters, six digits, and a check that makes the sum divisible by eleven; one letter has a blank before it."""
    values = [alphanumeric(character) for character in number[:-1]]
    if len(values) == 7:
        values.insert(0, 36)
    check = 10 if number[-1] == "A" else int(number[-1])
    return (
        sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) + check
    ) % 11 == 0


def tw_id(number: str) -> bool:
    """The letter stands for two digits."""
    tens, ones = divmod(_TAIWAN[number[0]], 10)
    second = int(number[1]) if number[1].isdecimal() else _TAIWAN[number[1]] % 10
    total = tens + ones * 9 + second * 8 + weighted(number[2:], (7, 6, 5, 4, 3, 2, 1, 1))
    return total % 10 == 0


def tw_ubn(digits: str) -> bool:
    """Products add up digit by digit to a multiple of five; a seven in the seventh place may count one more."""
    products = (int(digit) * weight for digit, weight in zip(digits, (1, 2, 1, 2, 1, 2, 4, 1), strict=True))
    total = sum(sum(divmod(product, 10)) for product in products)
    return total % 5 == 0 or (digits[6] == "7" and (total + 1) % 5 == 0)


def jp_my_number(digits: str) -> bool:
    rest = weighted(digits, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest <= 1 else 11 - rest) == int(digits[11])


def jp_corporate(digits: str) -> bool:
    """The first digit checks the other twelve, modulus nine."""
    return 9 - weighted(digits[1:], (2, 1) * 6) % 9 == int(digits[0])


def kr_rrn(digits: str) -> bool:
    """A date of birth. The check digit is not asked for: since October 2020 it is a random digit like those before it."""
    return yymmdd(digits)


def kr_brn(digits: str) -> bool:
    total = weighted(digits, (1, 3, 7, 1, 3, 7, 1, 3)) + sum(divmod(int(digits[8]) * 5, 10))
    return (10 - total % 10) % 10 == int(digits[9])


def sg_nric(number: str) -> bool:
    """S and T for citizens and residents, F, G and M for foreigners; T, G and M since 2000."""
    total = weighted(number[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    table = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "KLJNPQRTUWX"}.get(number[0], "XWUTRQPNMLK")
    at = 10 - total % 11 if number[0] == "M" else total % 11
    return table[at] == number[8]


def sg_uen(number: str) -> bool:
    """Businesses: eight digits and a letter; companies: year, five digits and a letter; others: T, year, type, serial, letter."""
    if len(number) == 9:
        return "XMKECAWLJDB"[weighted(number[:8], (10, 4, 9, 3, 8, 2, 7, 1)) % 11] == number[8]
    if number[0].isdecimal():
        return "ZKCMDNERGWH"[weighted(number[:9], (10, 8, 6, 4, 9, 7, 5, 3, 1)) % 11] == number[9]
    letters = "ABCDEFGHJKLMNPQRSTUVWX0123456789"
    weights = (4, 3, 5, 3, 10, 2, 2, 5, 7)
    values = (letters.find(character) for character in number[:9])
    total = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return letters[(total - 5) % 11] == number[9]


def th_tnin(digits: str) -> bool:
    return (11 - weighted(digits, range(13, 1, -1)) % 11) % 10 == int(digits[12])


def my_nric(digits: str) -> bool:
    """A date of birth and a place of birth; there is no check digit."""
    return yymmdd(digits) and digits[6:8] not in {"00", "17", "18", "19", "20", "69", "70", "73", "80", "81"}


def id_nik(digits: str) -> bool:
    """Province and regency, a date of birth (women add 40 to the day), a serial; there is no check digit."""
    return is_day(int(digits[8:10]), int(digits[6:8]) % 40) and digits[12:] != "0000"


def in_aadhaar(digits: str) -> bool:
    """Verhoeff; numbers that read the same backwards are not issued."""
    return verhoeff(digits) and digits != digits[::-1]


def in_gstin(number: str) -> bool:
    """Letters and digits count 0-35, every second one double, digit by digit in base 36."""
    total = 0
    for place, character in enumerate(number[:14]):
        total += sum(divmod(alphanumeric(character) * (place % 2 + 1), 36))
    return (36 - total % 36) % 36 == alphanumeric(number[14])


def lk_nic(digits: str) -> bool:
    """Year and day of the year (women add 500)."""
    digits = digits.rstrip("VX")
    day = int(digits[4:7] if len(digits) == 12 else digits[2:5])
    return 1 <= (day - 500 if day > 500 else day) <= 366
