"""Do the check digits of a number agree? Each function takes what it checks without separators."""

from hashlib import sha256

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_BASE58 = {
    letter: value for value, letter in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}
_BECH32 = {letter: value for value, letter in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CONSTANTS = (1, 0x2BC830A3)


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B: payment cards."""
    numbers = [int(digit) for digit in digits]
    return (sum(numbers[-1::-2]) + sum(_DOUBLED[number] for number in numbers[-2::-2])) % 10 == 0


def mod97(iban: str) -> bool:
    """ISO 13616: *iban* in capitals."""
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1


def mod11_nhs(digits: str) -> bool:
    """NHS Data Dictionary, NHS NUMBER: ten digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def base58check(address: str) -> bool:
    """A Bitcoin address in base 58: 21 bytes and four of their double SHA-256."""
    number = 0
    for letter in address:
        number = number * 58 + _BASE58[letter]
    if number >> 200:
        return False
    raw = number.to_bytes(25)
    leading_ones = len(address) - len(address.lstrip("1"))
    leading_zeros = len(raw) - len(raw.lstrip(b"\0"))
    return leading_ones == leading_zeros and sha256(sha256(raw[:21]).digest()).digest()[:4] == raw[21:]


def bech32(address: str) -> bool:
    """BIP 173 and BIP 350: *address* in lower case."""
    prefix, _, data = address.rpartition("1")
    values = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    values += [_BECH32[letter] for letter in data]
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATOR):
            if top >> bit & 1:
                check ^= generator
    return check in _BECH32_CONSTANTS
