"""Check digits of North and South America, Australia and New Zealand."""

from watchgate.detection.countries.checks.dates import is_day, yymmdd
from watchgate.detection.countries.checks.general import luhn, weighted

_CURP = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_NHI = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def us_aba(digits: str) -> bool:
    return weighted(digits, (3, 7, 1, 3, 7, 1, 3, 7, 1)) % 10 == 0


def ca_bc_phn(digits: str) -> bool:
    """A nine, and modulus 11 over the next eight."""
    rests = sum(
        int(digit) * weight % 11 for digit, weight in zip(digits[1:], (2, 4, 8, 5, 10, 9, 7, 3), strict=False)
    )
    return (11 - rests) % 11 == int(digits[9])


def ca_ohip(number: str) -> bool:
    """Luhn; a version code of two letters may follow."""
    return luhn(number[:10])


def mx_curp(number: str) -> bool:
    """A date of birth; every character counts its place in an alphabet with Ñ."""
    if not yymmdd(number[4:10]):
        return False
    values = (_CURP.index(character) for character in number[:17])
    total = sum(value * weight for value, weight in zip(values, range(18, 1, -1), strict=True))
    return -total % 10 == int(number[17])


def mx_rfc(number: str) -> bool:
    """A date of birth or of foundation. Numbers with a wrong last character have been issued, so it is not asked for."""
    return yymmdd(number[-9:-3])


def mx_clabe(digits: str) -> bool:
    total = sum(int(digit) * weight % 10 for digit, weight in zip(digits[:17], (3, 7, 1) * 6, strict=False))
    return -total % 10 == int(digits[17])


def br_cpf(digits: str) -> bool:
    first = -weighted(digits, range(10, 1, -1)) % 11 % 10
    second = -weighted(digits, range(11, 1, -1)) % 11 % 10
    return digits[9:] == f"{first}{second}" and len(set(digits)) > 1


def br_cnpj(digits: str) -> bool:
    first = -weighted(digits, (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11 % 10
    second = -weighted(digits, (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11 % 10
    return digits[12:] == f"{first}{second}" and len(set(digits)) > 1


def br_pis(digits: str) -> bool:
    return -weighted(digits, (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11 % 10 == int(digits[10])


def ar_cuit(digits: str) -> bool:
    return "012345678990"[11 - weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11] == digits[10]


def ar_cbu(digits: str) -> bool:
    """Bank and branch have one check digit, the account another."""

    def check(block: str) -> int:
        return -weighted(block[::-1], (3, 1, 7, 9) * 4) % 10

    return check(digits[:7]) == int(digits[7]) and check(digits[8:21]) == int(digits[21])


def cl_rut(number: str) -> bool:
    """Modulus 11 from the right, K for ten."""
    total = weighted(number[-2::-1], (2, 3, 4, 5, 6, 7, 2, 3))
    return "0123456789K"[-total % 11] == number[-1]


def co_nit(digits: str) -> bool:
    total = weighted(digits[-2::-1], (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71))
    return "01987654321"[total % 11] == digits[-1]


def pe_ruc(digits: str) -> bool:
    return (11 - weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 10 == int(digits[10])


def ec_ci(digits: str) -> bool:
    """A province up to 24 or 30, a third digit below 6, Luhn over the first ten."""
    province = int(digits[:2])
    return (1 <= province <= 24 or province in {30, 50}) and digits[2] < "6" and luhn(digits[:10])


def uy_ci(digits: str) -> bool:
    digits = digits.zfill(8)
    return -weighted(digits, (2, 9, 8, 7, 6, 3, 4)) % 10 == int(digits[7])


def uy_rut(digits: str) -> bool:
    return (
        -weighted(digits, (4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11 == int(digits[11])
        and 1 <= int(digits[:2]) <= 22
    )


def py_ruc(digits: str) -> bool:
    return -weighted(digits[-2::-1], range(2, 11)) % 11 % 10 == int(digits[-1])


def ve_rif(number: str) -> bool:
    """V, E, J, P and G count 4, 8, 12, 16 and 20."""
    total = {"V": 4, "E": 8, "J": 12, "P": 16, "G": 20}[number[0]] + weighted(
        number[1:], (3, 2, 7, 6, 5, 4, 3, 2)
    )
    return "00987654321"[total % 11] == number[9]


def gt_nit(number: str) -> bool:
    total = weighted(number[-2::-1], range(2, 14))
    return "0123456789K"[-total % 11] == number[-1]


def gt_cui(digits: str) -> bool:
    """Eight digits and their check modulus 11, then department and municipality."""
    return (
        weighted(digits, (2, 3, 4, 5, 6, 7, 8, 9)) % 11 % 10 == int(digits[8])
        and 1 <= int(digits[9:11]) <= 22
    )


def cu_ni(digits: str) -> bool:
    """A date of birth; the check digit is not published."""
    return yymmdd(digits)


def sv_nit(digits: str) -> bool:
    """Municipality, a date of birth, a serial; the check changed at serial 101."""
    if not is_day(int(digits[6:8]), int(digits[4:6])):
        return False
    if digits[10:13] <= "100":
        return weighted(digits, range(14, 1, -1)) % 11 % 10 == int(digits[13])
    return -weighted(digits, (2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11 % 10 == int(digits[13])


def au_abn(digits: str) -> bool:
    """Modulus 89, after one is taken from the first digit."""
    return (weighted(digits, (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)) - 10) % 89 == 0


def au_acn(digits: str) -> bool:
    return -weighted(digits, (8, 7, 6, 5, 4, 3, 2, 1)) % 10 == int(digits[8])


def au_tfn(digits: str) -> bool:
    return weighted(digits, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def au_medicare(digits: str) -> bool:
    """The ninth digit checks the first eight; the issue and the person's number follow."""
    return weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(digits[8])


def nz_ird(digits: str) -> bool:
    """Modulus 11 with a second try."""
    digits = digits.zfill(9)
    if not 10_000_000 < int(digits) < 150_000_000:
        return False
    check = -weighted(digits, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    if check == 10:
        check = -weighted(digits, (7, 4, 3, 2, 5, 2, 7, 6)) % 11
    return check == int(digits[8])


def nz_nhi(number: str) -> bool:
    """Three letters without I and O, then four digits modulus 11, or since 2019 two digits and two letters modulus 24."""
    values = [
        _NHI.index(character) + 1 if character.isalpha() else int(character) for character in number[:6]
    ]
    total = sum(value * weight for value, weight in zip(values, range(7, 1, -1), strict=True))
    if number[6].isdecimal():
        return total % 11 != 0 and (11 - total % 11) % 10 == int(number[6])
    return _NHI[24 - total % 24 - 1] == number[6]
