"""What does this room find?"""

from watchgate.detection.detector import Detector
from watchgate.detection.entity import Entity
from watchgate.detection.places import coordinates, unspaced
from watchgate.detection.places.find import ENTITY, find, find_boxes, find_corners
from watchgate.detection.places.triggers import BOXES, COORDINATES, CORNERS, TRIGGERS, UNSPACED

_ADDRESS = frozenset({ENTITY})

ENTITIES: tuple[Entity, ...] = (
    Entity(ENTITY, "ADDRESS", "pii", "Postal address"),
    Entity(coordinates.ENTITY, "COORDINATE", "pii", "Geographic coordinates"),
)
DETECTORS: tuple[Detector, ...] = (
    Detector("address", TRIGGERS, find, _ADDRESS),
    Detector("address_box", BOXES, find_boxes, _ADDRESS),
    Detector("address_corner", CORNERS, find_corners, _ADDRESS),
    Detector("coordinate", COORDINATES, coordinates.find, frozenset({coordinates.ENTITY})),
    Detector("address_unspaced", UNSPACED, unspaced.find, _ADDRESS),
)
