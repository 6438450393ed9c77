"""Which rooms look for something, and for what?"""

from watchgate.detection.countries import registry as countries
from watchgate.detection.dates import registry as dates
from watchgate.detection.detector import Detector
from watchgate.detection.detectors import registry as detectors
from watchgate.detection.devices import registry as devices
from watchgate.detection.entity import Entity
from watchgate.detection.health import registry as health
from watchgate.detection.places import registry as places
from watchgate.detection.secrets import registry as secrets
from watchgate.detection.tagger import registry as tagger

_ROOMS = (detectors, tagger, places, dates, devices, health, countries, secrets)

ENTITIES: tuple[Entity, ...] = tuple(entity for room in _ROOMS for entity in room.ENTITIES)
DETECTORS: tuple[Detector, ...] = tuple(detector for room in _ROOMS for detector in room.DETECTORS)
