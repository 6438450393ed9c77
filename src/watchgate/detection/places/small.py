"""How would a text look if its names began with capitals?

For chat in small letters, `12 main street, springfield`: the same text, character for character, with capitals where words
begin that may be part of a name.
"""

import re

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]++")
_SMALL = (
    "a an the of and or to in on at by for from with is are was were be been am i you he she it we they me my your his her our their this that "
    "de du des la le les del della di da do dos das e y et an der den dem im auf zum zur von van het ten sur en au aux à los las el al "
    "lives live living moved move ship send deliver please near not no so if then but as than into about over when where who what how "
    "have has had do does did will would can could should may just like get got go going come take make "
    "ich wohne wohnt in bei und habite vive vivo calle rue via rua avenida boulevard chemin place ulica улица ул"
)
_STAY_SMALL = frozenset(_SMALL.split())


def raised(text: str) -> str:
    """*text* with capitals; of the same length."""
    return _WORD.sub(_raised, text)


def _raised(word: re.Match[str]) -> str:
    written = word.group()
    if written in _STAY_SMALL:
        return written
    first = written[0].upper()
    return first + written[1:] if len(first) == 1 else written
