"""Which dates and times stand in a text? Only for those who ask: most dates are nobody's."""

from collections.abc import Iterator

from watchgate.detection.dates.forms import DATE, NOT_INSIDE, PARTIAL, TIME, WEEKDAY
from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding

ENTITY = "DATE_TIME"
_DATE_FORM = Evidence("a date", 0.7)
_TIME_FORM = Evidence("a time of day", 0.6)
_PART_FORM = Evidence("a part of a date", 0.6)

_MOMENT = lazily(
    rf"{NOT_INSIDE}(?:(?:{WEEKDAY},?[ ])?(?:(?P<date>{DATE})|(?P<partial>{PARTIAL}))(?:(?:T|,?[ ](?:at[ ]|um[ ]|à[ ])?)(?P<at>{TIME}))?|(?P<time>{TIME})|(?P<day>{WEEKDAY}))"
)


def find(text: str) -> Iterator[Finding]:
    """Each date, each time, or both together where they stand together."""
    for found in _MOMENT.finditer(text):
        form = _DATE_FORM if found["date"] else _TIME_FORM if found["time"] else _PART_FORM
        hit = finding(ENTITY, *found.span(), "date_time", form)
        if hit:
            yield hit
