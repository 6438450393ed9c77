"""Is this digit run a payment card number?

The check digit and a range that some brand issues must agree with the length. A bare run in a range that is mostly used for
other things, or in no range at all, also needs a word that says so.
"""

import re

from watchgate.detection.checksums import luhn
from watchgate.detection.context import context
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.separators import BLANKS, DASHES

_Range = tuple[int, int, frozenset[int]]


def _range(low: int, high: int, *lengths: int) -> _Range:
    """Cards whose first six digits lie in [low, high]."""
    return low, high, frozenset(lengths)


_UP_TO_19 = tuple(range(16, 20))
_BRANDS: tuple[_Range, ...] = (
    _range(400000, 499999, 13, 16, 19),  # Visa
    _range(510000, 559999, 16),  # Mastercard
    _range(222100, 272099, 16),
    _range(340000, 349999, 15),  # American Express
    _range(370000, 379999, 15),
    _range(601100, 601199, *_UP_TO_19),  # Discover
    _range(644000, 659999, *_UP_TO_19),
    _range(622126, 622925, *_UP_TO_19),
    _range(300000, 305999, 14, 16),  # Diners Club
    _range(309500, 309599, 14, 16),
    _range(360000, 369999, 14, 16),
    _range(380000, 399999, 14, 16),
    _range(352800, 358999, *_UP_TO_19),  # JCB
    _range(220000, 220499, *_UP_TO_19),  # Mir
)
_RARER: tuple[_Range, ...] = (
    _range(620000, 629999, *_UP_TO_19),  # UnionPay
    _range(810000, 817199, *_UP_TO_19),
    _range(500000, 509999, *range(12, 20)),  # Maestro, Elo, Verve
    _range(560000, 589999, *range(12, 20)),
    _range(600000, 609999, *range(12, 20)),  # RuPay, Hipercard
    _range(630000, 639999, *range(12, 20)),
    _range(670000, 679999, *range(12, 20)),
    _range(979200, 979289, 16),  # Troy
)

_GROUPED = Evidence("check digit and a brand's range, in groups", 0.9)
_BARE = Evidence("check digit and a brand's range", 0.75)
_ODD = Evidence("check digit and a brand's range, in unusual groups", 0.6)
_RARE_GROUPED = Evidence("check digit and a rarer brand's range, in groups", 0.6)
_RARE_BARE = Evidence("check digit and a rarer brand's range", 0.3)
_UNKNOWN = Evidence("check digit, in no brand's range", 0.15)

_FOUR_FOURS = re.compile("[0-9]{4}([^0-9])(?:[0-9]{4}[^0-9]){3}[0-9]{1,3}")
"""A card in groups of four with a security code or a month of expiry after it, or a card of up to nineteen digits."""
_ODD_GROUPS = re.compile(
    f"[0-9]{{2,8}}(?:[{BLANKS}.{DASHES}][0-9]{{2,8}}){{2,5}}|[0-9]{{4,8}}[{BLANKS}{DASHES}][0-9]{{4,12}}"
)
_USUAL_LENGTHS = frozenset({15, 16})


def card(text: str, start: int, end: int) -> Finding | None:
    """The finding when `[start, end)`, digits in groups or bare, is a payment card number, perhaps with another short number after it."""
    written = text[start:end]
    is_grouped = not written.isdecimal()
    if is_grouped and _FOUR_FOURS.fullmatch(written) and not luhn(_digits(written)):
        end, written = start + 19, written[:19]
    digits = _digits(written) if is_grouped else written
    if not 12 <= len(digits) <= 19 or digits.count(digits[0]) == len(digits):
        return None
    if not luhn(digits):
        if _is_issued(digits, _BRANDS):
            rejected("CREDIT_CARD", start, end, "card", "a wrong check digit")
        return None
    return finding(
        "CREDIT_CARD",
        start,
        end,
        "card",
        _form(digits, is_grouped=is_grouped),
        context(text, start, "CREDIT_CARD"),
    )


def oddly_grouped(text: str, start: int, end: int) -> Finding | None:
    """The finding when all of `[start, end)` is a payment card number in groups of other sizes than brands print."""
    digits = _digits(text[start:end])
    if len(digits) not in _USUAL_LENGTHS or not _ODD_GROUPS.fullmatch(text, start, end):
        return None
    if digits.count(digits[0]) == len(digits) or not luhn(digits) or not _is_issued(digits, _BRANDS):
        return None
    return finding("CREDIT_CARD", start, end, "card", _ODD, context(text, start, "CREDIT_CARD"))


def _digits(written: str) -> str:
    return "".join(filter(str.isdecimal, written))


def _form(digits: str, *, is_grouped: bool) -> Evidence:
    if _is_issued(digits, _BRANDS):
        return _GROUPED if is_grouped else _BARE
    if _is_issued(digits, _RARER):
        return _RARE_GROUPED if is_grouped else _RARE_BARE
    return _UNKNOWN


def _is_issued(digits: str, ranges: tuple[_Range, ...]) -> bool:
    begins = int(digits[:6])
    return any(low <= begins <= high and len(digits) in lengths for low, high, lengths in ranges)
