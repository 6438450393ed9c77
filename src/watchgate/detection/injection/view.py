"""How would a reader see this text? Disguises are taken off, and every character still knows where it came from.

    a Cyrillic letter among Latin ones · letters of no width between · full-width and mathematical letters · CAPITALS · accents
    →  plain small letters

A view is in small letters and without accents. The rules are written for it.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """`places[i]` is the offset in the raw text of character *i* of `text`; None when all stand where they stood."""

    text: str
    places: tuple[int, ...] | None = None

    def place(self, index: int) -> int:
        return index if self.places is None else self.places[index]

    def end(self, index: int) -> int:
        """The raw offset behind the characters before *index*."""
        return index if self.places is None else self.places[index - 1] + 1

    def first_at(self, place: int) -> int:
        """The index of the first character that came from *place* or behind it."""
        return place if self.places is None else bisect_left(self.places, place)


_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
_REMOVED = re.compile(f"[{_INVISIBLE}\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_LOOKALIKES = str.maketrans(
    "абвгезикмнорстухѕіјԁһԛԝёӏүᴀαβγεηικμνοπρτυχωϲϳıɑɡɩʏƖ",
    "a6bre3ukmhopctyxsijdhqweiyaabyenikuvonptuxwcjiagiyl",
)
_MIXED = re.compile("[a-z][\u0370-\u052f\u0131\u0251-\u02af]|[\u0370-\u052f\u0131\u0251-\u02af][a-z]")
_WORD = re.compile(r"[^\W\d_]+")


def view(text: str) -> View:
    """*text* as a reader sees it."""
    if text.isascii():
        return View(text.lower())
    seen = text.translate(_FOLDED)
    places: tuple[int, ...] | None = None
    if _REMOVED.search(seen):
        kept = [(place, character) for place, character in enumerate(seen) if not _REMOVED.match(character)]
        places = tuple(place for place, _ in kept)
        seen = "".join(character for _, character in kept)
    if _MIXED.search(seen):
        seen = _WORD.sub(_in_one_script, seen)
    return View(seen, places)


def _in_one_script(word: re.Match[str]) -> str:
    """Letters of other scripts become the Latin letters they imitate, in words that have both."""
    written = word.group()
    return written.translate(_LOOKALIKES) if _MIXED.search(written) else written


def _folds() -> dict[int, str]:
    """Each character that becomes exactly one other: small letters, without accents, compatibility forms resolved."""
    return {
        code: folded
        for first, last in _FOLDED_RANGES
        for code in range(first, last)
        if len(folded := _plain(chr(code))) == 1 and folded != chr(code)
    }


def _plain(character: str) -> str:
    resolved = unicodedata.normalize("NFKD", character).casefold()
    return "".join(part for part in resolved if not unicodedata.combining(part)) or character


_FOLDED_RANGES = (
    (0x41, 0x5B),
    (0xA0, 0x250),
    (0x370, 0x530),
    (0x1E00, 0x2000),
    (0x2000, 0x200B),
    (0x202F, 0x2030),
    (0x2070, 0x20A0),
    (0x2100, 0x2190),
    (0x2460, 0x2500),
    (0x3000, 0x3001),
    (0xFF01, 0xFF5F),
    (0x1D400, 0x1D800),
    (0x1F130, 0x1F18A),
)
_FOLDED = _folds() | {
    0x142: "l",
    0x141: "l",
    0xF8: "o",
    0xD8: "o",
    0x131: "i",
    0x2019: "'",
    0x2018: "'",
}
