"""How is a text read in which digits and signs stand for letters (`1gn0r3`)?"""

import re

from watchgate.detection.injection.disguises.telling import TELLING

_STANDS_FOR = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"}
_FOR_LETTER: dict[str, str] = {}
for _sign, _letter in _STANDS_FOR.items():
    _FOR_LETTER[_letter] = _FOR_LETTER.get(_letter, "") + _sign
_TABLE = bytes.maketrans("".join(_STANDS_FOR).encode(), "".join(_STANDS_FOR.values()).encode())


def undisguised_digits(text: str) -> str:
    """*text* with the letters that digits stand for: `1gn0r3` → `ignore`. Lengths stay."""
    # Over bytes it takes a fiftieth of the time; in UTF-8 no byte of a longer character is one of these.
    return text.encode(errors="surrogatepass").translate(_TABLE).decode(errors="surrogatepass")


def _with_a_sign(word: str) -> list[str]:
    """Expressions for *word* with a sign in at least one place."""
    either = [
        f"[{letter}{re.escape(_FOR_LETTER[letter])}]" if letter in _FOR_LETTER else letter for letter in word
    ]
    return [
        "".join([*either[:at], f"[{re.escape(_FOR_LETTER[letter])}]", *either[at + 1 :]])
        for at, letter in enumerate(word)
        if letter in _FOR_LETTER
    ]


TELLING_LEET = "(?i)" + "|".join(expression for word in TELLING for expression in _with_a_sign(word))
"""A telling word of which at least one letter is a digit or a sign."""
