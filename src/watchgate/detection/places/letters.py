"""How are words written in addresses? Pieces of regular expressions that the rest of this room puts together.

Python's expressions have no class for capitals, so it is spelled out: Latin with all its accents, Greek and Cyrillic.
"""

_LAST = 0x530

CAPITAL = "".join(chr(code) for code in range(0x41, _LAST) if chr(code).isupper())
"""All capitals, for use inside a character class."""

LETTER = r"[^\W\d_]"

_UNIT = r"(?![Aa][Pp][Tt]\.?[ ]|APT|Apartment(?!s)|Suite|SUITE|Ste\.|Unit[ ]|Flat[ ]|Floor)"
NAME = rf"{_UNIT}(?:[{CAPITAL}]{LETTER}{{0,2}}\.|(?:Prof|Proc|Gral|Sgto)\.|[{CAPITAL}]{LETTER}*+(?:['\u2019.\-]{LETTER}++)*+(?![0-9]))"
"""A word with a capital, but no word for a part of a building: `Main`, `O'Connell`, `Saint-Honoré`, `St.`"""

LINK = (
    r"(?:de|du|des|la|le|les|del|della|delle|dei|degli|di|da|do|dos|das|d|e|y|i|an|am|der|den|dem|im|in|auf|zum|zur|vom|von|van|het|ten"
    r"|ter|upon|on|of|the|and|sur|sous|en|aux|au|à|los|las|el|al|nad|ob|pod|na|och|og|under|und|over|by|lès|près|sul|sopra)"
)
"""A small word that may stand inside a name."""

HONORED = r"(?:fejedelem|király|herceg|hercegnő|vezér|püspök|apát)"
"""What stands behind the name of whom a Hungarian street honours."""

ELIDED = rf"(?:[dlDL]|[Dd]ell|[Dd]all|[Aa]ll|[Nn]ell|[Ss]ull)['\u2019][{CAPITAL}{CAPITAL.lower()}]{LETTER}*+"
"""`d'Italie`, `dell'Arte`."""

GAP = r"[ \t\u00a0]"
"""A blank inside a line."""


def alternatives(words: str) -> str:
    """*words* as one alternation, the longest first; a dot in one may be left out."""
    longest_first = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "|".join(_escaped(word) for word in longest_first)


def _escaped(word: str) -> str:
    return "".join(
        r"\."
        if character == "."
        else r"[ \t]"
        if character == "_"
        else f"\\{character}"
        if character in "+()[]"
        else character
        for character in word
    )
