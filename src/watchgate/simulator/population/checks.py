"""Which check digits belong to a number? Written apart from the detectors, so that a mistake there is not repeated here."""

from hashlib import sha256

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def with_luhn(digits: str) -> str:
    """*digits* and the digit that ISO/IEC 7812-1 puts behind them."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)


def iban(country: str, account: str) -> str:
    """The IBAN of *account* (capitals and digits) in *country*, without blanks (ISO 13616)."""
    as_number = "".join(str(int(letter, 36)) for letter in f"{account}{country}00")
    return f"{country}{98 - int(as_number) % 97:02}{account}"


def with_mod11(nine_digits: str) -> str | None:
    """An NHS number; None where no check digit exists (one in eleven)."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(nine_digits))
    check = -total % 11
    return None if check == 10 else f"{nine_digits}{check}"


def base58_address(payload: bytes) -> str:
    """The Bitcoin address of *payload*: a version byte and twenty bytes."""
    raw = payload + sha256(sha256(payload).digest()).digest()[:4]
    number = int.from_bytes(raw)
    letters = ""
    while number:
        number, rest = divmod(number, 58)
        letters = _BASE58[rest] + letters
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + letters


def bech32_address(program: bytes) -> str:
    """The Bitcoin address of a witness program of version 0 (BIP 173): twenty bytes."""
    bits = f"{int.from_bytes(program):0{len(program) * 8}b}"
    data = [0] + [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    check = _bech32_sum([3, 3, 0, 2, 3, *data, 0, 0, 0, 0, 0, 0]) ^ 1
    data += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return "bc1" + "".join(_BECH32[value] for value in data)


def _bech32_sum(values: list[int]) -> int:
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(_BECH32_STEPS):
            if top >> bit & 1:
                total ^= step
    return total
