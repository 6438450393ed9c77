"""Which texts are hidden in Morse code? The code: ITU-R M.1677-1."""

import re
from collections.abc import Iterator

from watchgate.detection.injection.disguises.hidden import Disguise, Hidden

_CODE = {
    ".-": "a", "-...": "b", "-.-.": "c", "-..": "d", ".": "e", "..-.": "f", "--.": "g", "....": "h", "..": "i",
    ".---": "j", "-.-": "k", ".-..": "l", "--": "m", "-.": "n", "---": "o", ".--.": "p", "--.-": "q", ".-.": "r",
    "...": "s", "-": "t", "..-": "u", "...-": "v", ".--": "w", "-..-": "x", "-.--": "y", "--..": "z",
    "-----": "0", ".----": "1", "..---": "2", "...--": "3", "....-": "4", ".....": "5", "-....": "6",
    "--...": "7", "---..": "8", "----.": "9", ".-.-.-": ".", "--..--": ",", "..--..": "?", ".----.": "'",
    "-..-.": "/", "-.-.--": "!", "---...": ":", ".--.-.": "@", "-....-": "-", "..--.-": "_",
}  # fmt: skip
_RUN = re.compile(r"(?<![\w.-])(?:[.-]{1,6}(?:[ ]?/[ ]?|[ ]{1,3}|\n)){8,}+[.-]{0,6}")
_BETWEEN_WORDS = re.compile(r"[ ]*[/\n][ ]*|[ ]{2,}")


def _reveal(text: str) -> Iterator[Hidden]:
    for run in _RUN.finditer(text):
        written = run.group().rstrip()
        words = _BETWEEN_WORDS.split(written)
        plain = " ".join("".join(_CODE.get(letter, "") for letter in word.split()) for word in words)
        yield Hidden(plain, run.start(), run.start() + len(written))


MORSE = Disguise("morse", rb"(?:[.-]{1,6}[ /]{1,3}){8}", _reveal)
