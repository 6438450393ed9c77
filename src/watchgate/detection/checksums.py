"""Do the check digits of a number agree? Each function takes what it checks without separators."""

from base64 import b32decode
from binascii import crc_hqx
from hashlib import sha256

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_BASE58 = {
    letter: value for value, letter in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}
_BASE58_OF_RIPPLE = {
    letter: value for value, letter in enumerate("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz")
}
_MONERO_TAIL = {7: 5, 11: 8}
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
    return len(base58_payload(address)) == 21


def base58_payload(address: str, *, is_ripple: bool = False) -> bytes:
    """What *address* says, of which its last four bytes are the double SHA-256; nothing when they are not. XRP Ledger has an
    alphabet of its own.
    """
    values, zero = (_BASE58_OF_RIPPLE, "r") if is_ripple else (_BASE58, "1")
    number = 0
    for letter in address:
        number = number * 58 + values[letter]
    zeros = len(address) - len(address.lstrip(zero))
    raw = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
    payload, check = raw[:-4], raw[-4:]
    return payload if sha256(sha256(payload).digest()).digest()[:4] == check else b""


def monero_network(address: str) -> int | None:
    """The network byte of a Monero address: base 58 in blocks of eleven letters, eight bytes each. None when a block is too large."""
    blocks = [address[at : at + 11] for at in range(0, len(address), 11)]
    numbers = []
    for block in blocks:
        number = 0
        for letter in block:
            number = number * 58 + _BASE58[letter]
        numbers.append(number)
    if any(number >> 64 for number in numbers[:-1]) or numbers[-1] >> (8 * _MONERO_TAIL[len(blocks[-1])]):
        return None
    return numbers[0] >> 56


def crc16_stellar(address: str) -> bool:
    """A Stellar account: base 32 of a version byte, 32 bytes and their CRC-16/XMODEM, least byte first."""
    raw = b32decode(address)
    return crc_hqx(raw[:-2], 0).to_bytes(2, "little") == raw[-2:]


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
