"""Is this pair of numbers a place on the globe?

52.520008, 13.404954                  two numbers in range with four decimals or more (some eleven metres), behind a word
52.520008° N, 13.404954° E            the same with hemispheres
"lat": 52.520008, "lng": 13.404954    the same with their keys
52°31'12.0"N 13°24'17.8"E             degrees, minutes, seconds
geo:52.520008,13.404954               RFC 5870
…/maps/@52.520008,13.404954,17z       links to maps
"""

import re
from collections.abc import Iterator

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected

ENTITY = "COORDINATE"
_NAME = "coordinate"
_MOST_NORTH, _MOST_EAST = 90, 180

_PAIR = lazily(
    r"(?<![\w.,+-])(?P<north>[+-]?[0-9]{1,2}\.[0-9]{4,})\u00b0?(?P<ns>[ ]?[NS](?!\w))?(?:[ ]?[,;/][ ]?|[ ]|,?\n[ \t]*)(?P<east>[+-]?[0-9]{1,3}\.[0-9]{4,})(?![\w.]*[0-9])\u00b0?(?P<ew>[ ]?[EWO](?!\w))?"
)
_KEYED = lazily(
    r"(?i)(?<![^\W_])(?:lat|latitude|breite|latitud|latitudine|szerokość)[\"']?[ ]?(?:is|=|:)?[ ]?[\"']?(?P<north>[+-]?[0-9]{1,2}\.[0-9]{3,})\u00b0?[\"']?(?:[ ]?[NS])?[ \n,;&]{1,12}(?:and[ ])?[\"']?"
    r"(?:lon|lng|long|longitude|länge|longitud|longitudine)[\"']?[ ]?(?:is|=|:)?[ ]?[\"']?(?P<east>[+-]?[0-9]{1,3}\.[0-9]{3,})(?![0-9])"
)
_MINUTES = r"[0-9]{1,2}[ ]?['\u2032\u2019][ ]?(?:[0-9]{1,2}(?:[.,][0-9]{1,6})?[ ]?(?:\"|\u2033|\u201d|''))?"
_SEXAGESIMAL = lazily(
    rf"(?<![\w.])[0-9]{{1,2}}[ ]?[\u00b0\u00ba][ ]?{_MINUTES}[ ]?[NS][ ,;/]{{0,3}}[0-9]{{1,3}}[ ]?[\u00b0\u00ba][ ]?{_MINUTES}[ ]?[EWO](?!\w)"
)
_LINKED = lazily(
    r"(?i)(?:geo:|/@|[?&](?:q|ll|sll|query|center|cp|destination|daddr|saddr|loc)=(?:loc:)?)(?P<north>[+-]?[0-9]{1,2}\.[0-9]{3,})(?:,|%2C|~)(?P<east>[+-]?[0-9]{1,3}\.[0-9]{3,})(?![0-9])"
)
_WORD = lazily(
    r"(?i)(?<![^\W_])(?:gps|geo|coord\w{0,9}|koordinat\w{0,3}|coordonnées|coordenadas|lat|latitude|latlng|lat/l(?:on|ng)|location|position|geolocation|standort|ubicación|located at|point)(?![^\W\d_])[^\n]{0,24}\Z"
)

_FORM = Evidence("two numbers in the range of coordinates", 0.3)
_HEMISPHERES = Evidence("with hemispheres", 0.4)
_KEYS = Evidence("with the keys of coordinates", 0.5)
_LINK = Evidence("in a link to a map", 0.5)
_DMS = Evidence("degrees and minutes with hemispheres", 0.9)


def find(text: str) -> Iterator[Finding]:
    """All coordinates; what overlaps is resolved elsewhere."""
    for found in _PAIR.finditer(text):
        yield from _pair(text, found)
    for pattern, form in ((_KEYED, _KEYS), (_LINKED, _LINK)):
        for found in pattern.finditer(text):
            if _is_in_range(found):
                yield from _found(found.start("north"), found.end("east"), _FORM, form)
    for found in _SEXAGESIMAL.finditer(text):
        yield from _found(*found.span(), _DMS)


def _pair(text: str, found: re.Match[str]) -> Iterator[Finding]:
    start, end = found.span()
    if not _is_in_range(found):
        rejected(ENTITY, start, end, _NAME, "a latitude goes to 90 degrees, a longitude to 180")
        return
    word = _WORD.search(text, max(0, start - 48), start)
    about = Evidence("a word before it says so", 0.4, "context", *word.span()) if word else None
    yield from _found(start, end, _FORM, _HEMISPHERES if found["ns"] and found["ew"] else None, about)


def _is_in_range(found: re.Match[str]) -> bool:
    return abs(float(found["north"])) <= _MOST_NORTH and abs(float(found["east"])) <= _MOST_EAST


def _found(start: int, end: int, *evidence: Evidence | None) -> Iterator[Finding]:
    hit = finding(ENTITY, start, end, _NAME, *evidence)
    if hit:
        yield hit
