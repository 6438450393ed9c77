"""Does a value stand alone, or is it the middle of a longer word?

Only letters of the Latin scripts and digits make words here: in Chinese or Thai text a number may touch the next word.
"""

import re

_FIRST_NON_LATIN = "\u0250"
_LETTER = "[A-Za-z\u00c0-\u024f]"
_LABEL = re.compile(f"-(?={_LETTER}*[g-z\u00df-\u00ff]){_LETTER}{{3,20}}(?![A-Za-z0-9_\u00c0-\u024f-])")
"""A dash and a word of small letters that is no hexadecimal: `-Office`."""


def touches_word_before(text: str, start: int) -> bool:
    """Is the character before *start* part of a word?"""
    return start > 0 and _is_word(text[start - 1])


def touches_word_after(text: str, end: int) -> bool:
    """Is the character at *end* part of a word?"""
    return end < len(text) and _is_word(text[end])


def continues_name(text: str, start: int) -> bool:
    """As `touches_word_before`, or joined to a word by a dash or a dot, as the number in `NW-2024-118273` is."""
    if touches_word_before(text, start):
        return True
    return start > 1 and text[start - 1] in "-." and _is_word(text[start - 2])


def goes_on(text: str, end: int) -> bool:
    """As `touches_word_after`, or joined to a word by a dash or an at-sign, or to digits by a dot."""
    if touches_word_after(text, end):
        return True
    if end + 1 >= len(text) or not _is_word(text[end + 1]):
        return False
    return text[end] in "-@" or (text[end] == "." and text[end + 1].isdecimal())


def is_labelled(text: str, end: int) -> bool:
    """Does a dash at *end* join a value to a word that says what it is, as in `020 7946 0958-Office`?"""
    return _LABEL.match(text, end) is not None


def _is_word(character: str) -> bool:
    return character == "_" or (character < _FIRST_NON_LATIN and character.isalnum())
