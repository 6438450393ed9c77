"""What does this room find in a text, as the engine would ask it?"""

from functools import cache

from watchgate.detection.countries.registry import DETECTORS
from watchgate.detection.detector import Detector
from watchgate.detection.model import Finding
from watchgate.detection.one_pass import Pass, one_pass
from watchgate.detection.overlaps import resolved

BY_DEFAULT, ON_DEMAND = DETECTORS


@cache
def _pass(detector: Detector) -> Pass:
    return one_pass(detector.triggers)


def findings(text: str, detector: Detector = BY_DEFAULT) -> list[Finding]:
    if not _pass(detector).occurring(text.encode(errors="surrogatepass")):
        return []
    return list(resolved(list(detector.find(text))))


def found(text: str, detector: Detector = BY_DEFAULT) -> list[tuple[str, str]]:
    """Entities and what was written."""
    return [(one.entity, text[one.start : one.end]) for one in findings(text, detector)]
