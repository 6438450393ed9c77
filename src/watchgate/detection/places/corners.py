"""Is this a place where two streets meet?

the corner of 5th Avenue and Main Street · at the intersection of Oak St. & 3rd
"""

from collections.abc import Iterator

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence
from watchgate.detection.places.letters import GAP, LINK, NAME
from watchgate.detection.places.streets import Street

_FORM = Evidence("where two streets meet", 0.75)
_ROAD = rf"(?:{NAME}|[0-9]{{1,3}}(?:st|nd|rd|th))(?:{GAP}(?:{LINK}{GAP}){{0,2}}(?:{NAME}|[0-9]{{1,5}}[a-z]?(?!\w))){{0,4}}"
_CORNER = lazily(
    rf"(?<!\w)(?i:the[ ])?(?i:corner|intersection|junction|crossing)[ ]of[ ]{_ROAD}[ ](?:and|&)[ ]{_ROAD}"
)


def corners(text: str) -> Iterator[Street]:
    """Corners, in the order of the text."""
    for found in _CORNER.finditer(text):
        yield Street(found.start(), found.end(), _FORM)
