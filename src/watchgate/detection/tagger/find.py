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
_TITLES = {
    "PERSON": "a person's name",
    "LOCATION": "a place",
    "ORGANIZATION": "an organisation",
    "NRP": "a nationality, religion or political group",
}
_LONGEST = 120


def find(text: str) -> Iterator[Finding]:
    """Names with the probability that they are ones."""
    known = model()
    for start, end, number, margin in known.tagger.tag(text, round(PRECISION * known.scale)):
        kind = known.kinds[number]
        if kind not in _TITLES or end - start > _LONGEST:
            continue
        score = _probability(margin / known.scale)
        seen = Evidence(f"the model takes it for {_TITLES[kind]}", score, "model")
        if score < THRESHOLD:
            rejected(kind, start, end, "tagger", f"its score {score:.2f} is below {THRESHOLD}", seen)
            continue
        evidence = (seen, *reasons(text, start, kind)) if is_tracing() else (seen,)
        yield Finding(kind, start, end, score, "tagger", evidence)


def _probability(steps: float) -> float:
    return round(1 / (1 + exp(-max(-_FAR, min(_FAR, _STEEP * steps + _FROM)))), 3)
