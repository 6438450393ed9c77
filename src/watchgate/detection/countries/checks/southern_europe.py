"""Check digits of Spain, Portugal, Italy, Malta, Greece, Cyprus and Turkey."""

from watchgate.detection.countries.checks.dates import ddmmyy
from watchgate.detection.countries.checks.general import alphanumeric, luhn, weighted

_SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE"
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            2,
            4,
            18,
            20,
            11,
            3,
            6,
            8,
            12,
            14,
            16,
            10,
            22,
            25,
            24,
            23,
        ),
        strict=True,
    )
)
"""Decreto ministeriale 23 December 1976: the values of characters in odd places; in even places they count 0-25."""
_OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)


def es_nif(number: str) -> bool:
    """Eight digits, or K, L, M and seven, and the letter of their rest of 23."""
    digits = number[1:8] if number[0] in "KLM" else number[:8]
    return _SPANISH[int(digits) % 23] == number[8]


def es_nie(number: str) -> bool:
    """X, Y, Z stand for 0, 1, 2."""
    return _SPANISH[int(str("XYZ".index(number[0])) + number[1:8]) % 23] == number[8]


def es_cif(number: str) -> bool:
    """Luhn over seven digits, the check written as a digit or as a letter, depending on the kind of company."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in number[1:8:2])
    check = (10 - (sum(map(int, number[2:8:2])) + doubled) % 10) % 10
    return number[8] in {str(check), "JABCDEFGHI"[check]}


def es_nuss(digits: str) -> bool:
    """Province, serial, and their rest of 97; the leading zero of a short serial is left out by some and not by others."""
    province, serial, check = int(digits[:2]), int(digits[2:10]), int(digits[10:])
    if int(digits[:10]) % 97 == check:
        return True
    return serial < 10_000_000 and (province * 10_000_000 + serial) % 97 == check


def es_ccc(digits: str) -> bool:
    """Bank and branch have the first check digit, the account the second."""
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
    first = 11 - weighted("00" + digits[:8], weights) % 11
    second = 11 - weighted(digits[10:], weights) % 11
    return f"{_of_11(first)}{_of_11(second)}" == digits[8:10]


def _of_11(rest: int) -> int:
    return {10: 1, 11: 0}.get(rest, rest)


def pt_nif(digits: str) -> bool:
    rest = weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest < 2 else 11 - rest) == int(digits[8])


def pt_cc(number: str) -> bool:
    """Luhn over letters and digits: every second from the right counts double, less nine from ten on."""
    total = 0
    for place, character in enumerate(reversed(number)):
        value = alphanumeric(character)
        if place % 2:
            value *= 2
            if value > 9:
                value -= 9
        total += value
    return total % 10 == 0


def pt_niss(digits: str) -> bool:
    return 9 - weighted(digits, (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == int(digits[10])


def it_fiscal_code(number: str) -> bool:
    """Letters may stand for digits where two people would share a code (omocodia)."""
    day = int(number[9:11].translate(_OMOCODIA))
    if not (1 <= day <= 31 or 41 <= day <= 71):
        return False
    even = sum(alphanumeric(character) - (10 if character.isalpha() else 0) for character in number[1:15:2])
    return (sum(_ODD[character] for character in number[0:15:2]) + even) % 26 == ord(number[15]) - 65


def it_vat(number: str) -> bool:
    """A serial, the province of the office, Luhn."""
    office = int(number[-4:-1])
    return (1 <= office <= 100 or office in {120, 121, 888, 999}) and luhn(number[-11:])


def mt_vat(number: str) -> bool:
    return weighted(number[-8:-2], (3, 4, 6, 7, 8, 9)) % 37 == 37 - int(number[-2:])


def gr_afm(number: str) -> bool:
    """Powers of two, modulus 11."""
    digits = number[-9:]
    check = 0
    for digit in digits[:8]:
        check = check * 2 + int(digit)
    return check * 2 % 11 % 10 == int(digits[8])


def gr_amka(digits: str) -> bool:
    return ddmmyy(digits) and luhn(digits)


def cy_vat(number: str) -> bool:
    """Digits in odd places are translated; the letter is the rest of 26."""
    translated = sum((1, 0, 5, 7, 9, 13, 15, 17, 19, 21)[int(digit)] for digit in number[-9:-1:2])
    return (translated + sum(map(int, number[-8:-1:2]))) % 26 == ord(number[-1]) - 65


def tr_kimlik(digits: str) -> bool:
    """The tenth digit checks the odd and the even places, the eleventh all ten."""
    odd, even = sum(map(int, digits[:9:2])), sum(map(int, digits[1:8:2]))
    return (odd * 7 - even) % 10 == int(digits[9]) and sum(map(int, digits[:10])) % 10 == int(digits[10])


def tr_vkn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(digits[:9]):
        value = (int(digit) + 9 - place) % 10
        if value:
            total += value * 2 ** (9 - place) % 9 or 9
    return (10 - total % 10) % 10 == int(digits[9])
