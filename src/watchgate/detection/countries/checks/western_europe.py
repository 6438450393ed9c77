"""Check digits of Austria, Belgium, France, Germany, Ireland, Luxembourg, the Netherlands, Switzerland and the UK.

Each function's algorithm is the one that the authority named in the country's pack publishes.
"""

from watchgate.detection.countries.checks.dates import is_day
from watchgate.detection.countries.checks.general import alphanumeric, luhn, mod_11_10, verhoeff, weighted

_FRENCH = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_IRISH = "WABCDEFGHIJKLMNOPQRSTUV"


def at_svnr(digits: str) -> bool:
    """The fourth digit is the check; a date of birth follows, its month up to 15 when the days ran out."""
    return (
        weighted(digits, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == int(digits[3])
        and 1 <= int(digits[4:6]) <= 31
        and 1 <= int(digits[6:8]) <= 15
    )


def at_uid(number: str) -> bool:
    """ATU and eight digits."""
    digits = number[-8:]
    doubled = sum((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)[int(digit)] for digit in digits[1:7:2])
    return (10 - (sum(map(int, digits[0:7:2])) + doubled + 4) % 10) % 10 == int(digits[7])


def be_nn(digits: str) -> bool:
    """The rest of 97; who was born after 1999 has a 2 put before."""
    check = 97 - int(digits[9:])
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    if month and day and not is_day(month, day):
        return False
    return int(digits[:9]) % 97 == check % 97 or int("2" + digits[:9]) % 97 == check % 97


def be_vat(number: str) -> bool:
    digits = number[-10:]
    return 97 - int(digits[:8]) % 97 == int(digits[8:])


def ch_ahv(digits: str) -> bool:
    """EAN-13."""
    return weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0


def ch_uid(number: str) -> bool:
    digits = number[3:12]
    return (11 - weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4)) % 11) % 11 == int(digits[8])


def de_tax_id(digits: str) -> bool:
    """Of the first ten digits one occurs twice or three times (never thrice in a row), all others at most once."""
    counts = sorted(digits[:10].count(digit) for digit in set(digits[:10]))
    if counts[-1] not in {2, 3} or (len(counts) > 1 and counts[-2] > 1):
        return False
    return not any(digit * 3 in digits[:10] for digit in set(digits)) and mod_11_10(digits)


def de_vat(number: str) -> bool:
    return mod_11_10(number[-9:])


def de_rvnr(number: str) -> bool:
    """Area, date of birth, first letter of the surname as two digits, serial, check."""
    if not (1 <= int(number[2:4]) <= 31 and 1 <= int(number[4:6]) <= 12):
        return False
    digits = f"{number[:8]}{ord(number[8]) - 64:02}{number[9:11]}"
    total = sum(
        sum(divmod(int(digit) * weight, 10))
        for digit, weight in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    )
    return total % 10 == int(number[11])


def de_kvnr(number: str) -> bool:
    """The letter as two digits, then Luhn from the left."""
    digits = f"{ord(number[0]) - 64:02}{number[1:9]}"
    total = sum(
        sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(digits, (1, 2) * 5, strict=True)
    )
    return total % 10 == int(number[9])


def de_document(number: str) -> bool:
    """ICAO 9303: nine characters and, where it is written, the check digit 7-3-1."""
    if len(number) == 9:
        return True
    return icao_9303(number[:9]) == int(number[9])


def icao_9303(characters: str) -> int:
    """The check digit of a field of a machine-readable travel document."""
    weights = (7, 3, 1) * (len(characters) // 3 + 1)
    return (
        sum(alphanumeric(character) * weight for character, weight in zip(characters, weights, strict=False))
        % 10
    )


def de_lanr(digits: str) -> bool:
    return (10 - weighted(digits[:6], (4, 9, 4, 9, 4, 9)) % 10) % 10 == int(digits[6])


def fr_nir(number: str) -> bool:
    """97 less the rest; the departments of Corsica, 2A and 2B, count as 19 and 18."""
    digits = number.replace("2A", "19").replace("2B", "18")
    return digits.isdecimal() and 97 - int(digits[:13]) % 97 == int(digits[13:])


def fr_nif(digits: str) -> bool:
    return int(digits[:10]) % 511 == int(digits[10:])


def fr_siret(digits: str) -> bool:
    """The SIREN agrees and so does the whole, except for the offices of La Poste, whose digits add up to a multiple of five."""
    if digits.startswith("356000000"):
        return sum(map(int, digits)) % 5 == 0
    return luhn(digits[:9]) and luhn(digits)


def fr_tva(number: str) -> bool:
    """FR, a key, and the SIREN. A key of digits is modulus 97, a newer one with letters modulus 11."""
    key, siren = number[2:4], number[4:]
    if not luhn(siren):
        return False
    if key.isdecimal():
        return int(key) == (12 + 3 * (int(siren) % 97)) % 97
    first, second = map(_FRENCH.index, key)
    value = first * 24 + second - 10 if key[0].isdecimal() else first * 34 + second - 100
    return (int(siren) + 1 + value // 11) % 11 == value % 11


def gb_utr(digits: str) -> bool:
    """The first digit checks the other nine."""
    return int(digits[0]) == int("21987654321"[weighted(digits[1:], (6, 7, 8, 9, 10, 5, 4, 3, 2)) % 11])


def gb_vat(number: str) -> bool:
    """Modulus 97, or since 2010 the same and 55."""
    rest = (weighted(number[-9:-2], (8, 7, 6, 5, 4, 3, 2)) + int(number[-2:])) % 97
    return rest in {0, 42}


def gb_chi(digits: str) -> bool:
    """Scotland's Community Health Index: a date of birth, and modulus 11."""
    if not is_day(int(digits[2:4]), int(digits[:2])):
        return False
    return (11 - weighted(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11 == int(digits[9])


def ie_pps(number: str) -> bool:
    """Seven digits and a letter; a second letter A, B or H counts nine times, others do not."""
    second = number[8:9]
    extra = _IRISH.index(second) * 9 if second and second in "ABH" else 0
    return _IRISH[(weighted(number[:7], (8, 7, 6, 5, 4, 3, 2)) + extra) % 23] == number[7]


def lu_id(digits: str) -> bool:
    """Thirteen digits: a date of birth, a serial, then a Luhn and a Verhoeff digit over the first eleven."""
    return luhn(digits[:12]) and verhoeff(digits[:11] + digits[12])


def lu_vat(number: str) -> bool:
    return int(number[-8:-2]) % 89 == int(number[-2:])


def nl_bsn(digits: str) -> bool:
    """The eleven test."""
    return weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and digits != "000000000"


def nl_vat(number: str) -> bool:
    """Since 2020 modulus 97 over letters and digits; before, the BSN's eleven test."""
    whole = int("".join(str(alphanumeric(character)) for character in number))
    return whole % 97 == 1 or nl_bsn(number[2:11])
