"""Is this digit run an NHS number?

One number in eleven has the right check digit by chance, so a word must say what it is.
"""

from watchgate.detection.checksums import mod11_nhs
from watchgate.detection.context import ELSE, WORDS, context
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected

_GROUPED = Evidence("ten digits with the right check digit, written 3 3 4", 0.4)
_AGAINST = ELSE | WORDS["PHONE_NUMBER"]

_BARE = Evidence("ten digits with the right check digit", 0.3)


def nhs(text: str, start: int, end: int) -> Finding | None:
    """The finding when `[start, end)` is an NHS number."""
    digits = "".join(filter(str.isdecimal, text[start:end]))
    if len(digits) != 10 or not mod11_nhs(digits):
        return None
    support = context(text, start, "UK_NHS", against=_AGAINST)
    if support is None:
        rejected(
            "UK_NHS", start, end, "uk_nhs", "the check digit of an NHS number, but no word that announces one"
        )
        return None
    return finding("UK_NHS", start, end, "uk_nhs", _BARE if end - start == 10 else _GROUPED, support)
