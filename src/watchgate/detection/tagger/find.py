"""Where does a text name people, places, organisations, nationalities?"""

from collections.abc import Iterator
from math import exp

from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import is_tracing, rejected
from watchgate.detection.tagger.model import model
from watchgate.detection.tagger.reasons import reasons

ENTITIES = ("PERSON", "LOCATION", "ORGANIZATION", "NRP")
PRECISION = 0
"""What speaks against every name, in steps of the model: more finds less, and errs less."""
THRESHOLD = 0.5
_STEEP, _FROM = 0.018, 0.04
"""The logistic curve of margins (in steps), fitted on files that were not learnt from: `models/tagger.md`."""
_FAR = 40.0
_SEEN = {
    "PERSON": "the model takes it for a person's name",
    "LOCATION": "the model takes it for a place",
    "ORGANIZATION": "the model takes it for an organisation",
    "NRP": "the model takes it for a nationality, religion or political group",
}
_LONGEST = 120


def find(text: str) -> Iterator[Finding]:
    """Names with the probability that they are ones."""
    known = model()
    kinds, scale = known.kinds, known.scale
    for start, end, number, margin in known.tagger.tag(text, round(PRECISION * scale)):
        kind = kinds[number]
        if kind not in _SEEN or end - start > _LONGEST:
            continue
        score = _probability(margin / scale)
        if score >= THRESHOLD:
            seen = Evidence(_SEEN[kind], score, "model")
            evidence = (seen, *reasons(text, start, kind)) if is_tracing() else (seen,)
            yield Finding(kind, start, end, score, "tagger", evidence)
        elif is_tracing():
            why = f"its score {score:.2f} is below {THRESHOLD}"
            rejected(kind, start, end, "tagger", why, Evidence(_SEEN[kind], score, "model"))


def _probability(steps: float) -> float:
    return round(1 / (1 + exp(-max(-_FAR, min(_FAR, _STEEP * steps + _FROM)))), 3)
