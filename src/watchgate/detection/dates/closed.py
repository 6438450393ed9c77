"""How much of a growing text can be cut off without cutting through a date?

A date is a chain of numbers, names of months and weekdays, and the small words between them. Text is open from the beginning of
the last such chain that reaches its end.
"""

from watchgate.detection.dates.forms import MONTH, WEEKDAY
from watchgate.detection.lazily import lazily

_LONGEST = 64
_LINKS = r"(?:de|del|of|at|um|à|the|T|Uhr|st|nd|rd|th|er|UTC|GMT|CET|CEST|EST|EDT|PST|PDT|[AaPp]\.?[Mm]?\.?)"
_CHAIN = lazily(
    rf"(?<![^\W\d_])(?:(?:[0-9][0-9A-Za-z:.,/'+年月日년월일º°-]*+|{MONTH}|{WEEKDAY}|{_LINKS}(?![^\W\d_]))[ \u00a0,.-]{{0,3}})++(?:[^\W\d_]*+)\Z"
)
_LAST_WORD = lazily(r"[^\W_]++[.,]?[ ]{0,2}\Z")


def closed_until(text: str, start: int) -> int:
    """The offset ≥ *start* before which no date can begin and still grow, however *text* goes on."""
    first = max(start, len(text) - _LONGEST)
    chain = _CHAIN.search(text, first) or _LAST_WORD.search(text, first)
    return chain.start() if chain else len(text)
