"""How much does it say that a number is written in a shape, and that its check digits agree?

A form that little else has says more than bare digits; a check that one random number in 97 passes says more than one that
one in ten passes. A word that announces the number adds 0.4 (`before.py`), so bare digits with a word reach the threshold of
0.5, and without one only numbers do that hardly ever agree by chance.
"""

import itertools
import math

from watchgate.detection.model import Evidence

_BARE = 0.1
_GROUPED = {" ": 0.15, "-": 0.2, ".": 0.2, "/": 0.2, "(": 0.3}
_MIXED_SEPARATORS = 0.35
_ONE_LETTER = 0.2
_LETTERS = 0.25
_INTERLEAVED = 0.35
_LETTERS_GROUPED = 0.1
_CHECK_PER_POWER_OF_TEN = 0.12
_CHECK_AT_MOST = 0.5


def form_weight(shape: str) -> float:
    """What a *shape* without `~` (blanks written as blanks) is worth by itself."""
    separators = {character for character in shape if character in _GROUPED}
    letters = sum(character in "AX" for character in shape)
    if not letters:
        if len(separators) > 1:
            return _MIXED_SEPARATORS
        return max((_GROUPED[separator] for separator in separators), default=_BARE)
    if "X" in shape and "9" not in shape:
        weight = _BARE
    elif _alternations(shape) > 1:
        weight = _INTERLEAVED
    else:
        weight = _ONE_LETTER if letters == 1 else _LETTERS
    return weight + (_LETTERS_GROUPED if separators else 0.0)


def check_evidence(one_in: float) -> Evidence | None:
    """What it is worth that a number agrees with its rules, when one random number in *one_in* does."""
    if one_in <= 1:
        return None
    weight = min(_CHECK_AT_MOST, _CHECK_PER_POWER_OF_TEN * math.log10(one_in))
    return Evidence(f"its rules agree; by chance {_share(one_in)} would", round(weight, 3), "check")


def _share(one_in: float) -> str:
    return f"1 number in {one_in:,.0f}" if one_in >= 3 else "many a number"


def _alternations(shape: str) -> int:
    """How often letters and digits take turns in *shape*."""
    kinds = [character in "AX" for character in shape if character in "AX9"]
    return sum(before != after for before, after in itertools.pairwise(kinds))
