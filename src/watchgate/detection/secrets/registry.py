"""What does this room find?"""

import re

from watchgate.detection.detector import Detector
from watchgate.detection.entity import Entity
from watchgate.detection.secrets.find import secret_detectors
from watchgate.detection.secrets.table import SECRETS


def _label(name: str) -> str:
    """In masks a number follows, so there are no digits in a label."""
    return re.sub("[0-9]", "", name)


ENTITIES: tuple[Entity, ...] = tuple(
    Entity(kind.entity, _label(kind.entity), "secret", kind.title) for kind in SECRETS
)
DETECTORS: tuple[Detector, ...] = secret_detectors()
