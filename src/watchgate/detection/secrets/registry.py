"""What does this room find?"""

from watchgate.detection.detector import Detector
from watchgate.detection.entity import Entity
from watchgate.detection.secrets.find import secret_detectors
from watchgate.detection.secrets.table import SECRETS

ENTITIES: tuple[Entity, ...] = tuple(
    Entity(kind.entity, kind.entity, "secret", kind.title) for kind in SECRETS
)
DETECTORS: tuple[Detector, ...] = secret_detectors()
