"""What does this room find?"""

from watchgate.detection.dates import age, birth, times
from watchgate.detection.detector import Detector
from watchgate.detection.entity import Entity

ENTITIES: tuple[Entity, ...] = (
    Entity(birth.ENTITY, "BIRTHDATE", "pii", "Date of birth"),
    Entity(times.ENTITY, "DATE", "pii", "Date or time", by_default=False),
    Entity(age.ENTITY, "AGE", "pii", "Age", by_default=False),
)

_BORN = (
    r"(?i)(?:^|[^a-z])d\.?o\.?b|birth|(?:^|[^a-z])born|gebor|geboor|geb\.|geburt|naissance|(?:^|[^a-z])n\xc3\xa9e? |naci(?:d|m|\xc3\xb3)|nasc(?:i|e|\.)|(?:^|[^a-z])nat[oa] |"
    r"f\xc3\xb6d(?:d|else)|f\xc3\xb8d(?:t|sels)|synty[nm]|urodz|(?:^|[^a-z])ur\.|narozen|sz\xc3\xbclet|\xd1\x80\xd0\xbe\xd0\xb4\xd0\xb8\xd0\xbb|\xd1\x80\xd0\xbe\xd0\xb6\xd0\xb4\xd0\xb5\xd0\xbd|\xd0\xbd\xd0\xb0\xd1\x80\xd0\xbe\xd0\xb4|"
    r"do\xc4\x9fum|lahir|\xe7\x94\x9f\xe5\xb9\xb4\xe6\x9c\x88\xe6\x97\xa5|\xe5\x87\xba\xe7\x94\x9f|\xe7\x94\x9f\xe6\x97\xa5|\xec\x83\x9d\xeb\x85\x84|\xec\xb6\x9c\xec\x83\x9d"
)
_DATED = (
    r"[0-9][-/.][0-9]{1,2}[-/.][0-9]{2}|[0-9]:[0-9]{2}|[0-9] ?[AaPp]\.?[Mm]|[0-9]h|[0-9] Uhr|\xe5\xb9\xb4|\xeb\x85\x84",
    r"(?i)(?:[0-9](?:st|nd|rd|th|er|\.|\xc2\xba)?[ \-](?:de |of )?[a-z\xc3-\xd1])|[a-z\x80-\xbf]\.? [0-9]{1,2}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tag|woch|di|lunes|marte|jueves|viernes",
)

DETECTORS: tuple[Detector, ...] = (
    Detector("date_of_birth", (_BORN,), birth.find, frozenset({birth.ENTITY})),
    Detector("date_time", _DATED, times.find, frozenset({times.ENTITY})),
    Detector("age", (r"[0-9]",), age.find, frozenset({age.ENTITY})),
)
