"""What does this room find?"""

from watchgate.detection.detector import Detector
from watchgate.detection.entity import Entity

ENTITIES: tuple[Entity, ...] = ()
DETECTORS: tuple[Detector, ...] = ()
