"""What does this room find?"""

from watchgate.detection.detector import Detector
from watchgate.detection.entity import Entity
from watchgate.detection.tagger.find import find

ENTITIES: tuple[Entity, ...] = (
    Entity("PERSON", "PERSON", "pii", "Name of a person"),
    Entity("LOCATION", "LOCATION", "pii", "Place"),
    Entity("ORGANIZATION", "ORGANIZATION", "pii", "Organisation", by_default=False),
    Entity("NRP", "NRP", "pii", "Nationality, religion or political group"),
)
DETECTORS: tuple[Detector, ...] = (
    Detector("tagger", (rb"[A-Za-z\x80-\xff]{2}",), find, frozenset(entity.name for entity in ENTITIES)),
)
