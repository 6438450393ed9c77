"""Which check-digit systems do many countries share?

ISO/IEC 7064 names its systems by modulus and radix; Verhoeff's is from J. Verhoeff, "Error Detecting Decimal Codes" (1969).
"""

from collections.abc import Sequence
from operator import mul

from watchgate.detection.checksums import luhn

__all__ = ["alphanumeric", "luhn", "mod_11_2", "mod_11_10", "verhoeff", "weighted"]

_VERHOEFF_TIMES = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_VERHOEFF_TURNS = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)
_TIMES = tuple(tuple(map(int, row)) for row in _VERHOEFF_TIMES)
_TURNS = tuple(tuple(map(int, row)) for row in _VERHOEFF_TURNS)


def weighted(digits: str, weights: Sequence[int]) -> int:
    """The sum of the digits times their weights, as far as the weights go."""
    return sum(map(mul, map(int, digits), weights))


def alphanumeric(character: str) -> int:
    """0-9 for digits, 10-35 for letters, as in machine-readable travel documents and ISO 7064."""
    return int(character, 36)


def verhoeff(digits: str) -> bool:
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _TIMES[check][_TURNS[place % 8][int(digit)]]
    return check == 0


def mod_11_10(digits: str) -> bool:
    """ISO 7064 MOD 11,10."""
    check = 5
    for digit in digits:
        check = ((check or 10) * 2 % 11 + int(digit)) % 10
    return check == 1


def mod_11_2(characters: str) -> bool:
    """ISO 7064 MOD 11-2; the last character may be X, for ten."""
    check = 0
    for character in characters[:-1]:
        check = (check + int(character)) * 2 % 11
    last = 10 if characters[-1] == "X" else int(characters[-1])
    return (check + last) % 11 == 1
