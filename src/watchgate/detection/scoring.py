"""How do pieces of evidence become a finding?"""

from watchgate.detection.model import Evidence, Finding

THRESHOLD = 0.5
"""What scores less is not reported."""


def finding(entity: str, start: int, end: int, detector: str, *evidence: Evidence | None) -> Finding | None:
    """The finding at `[start, end)`, or None when its evidence does not reach the threshold."""
    terms = tuple(term for term in evidence if term is not None)
    score = sum(term.weight for term in terms)
    if score < THRESHOLD - 1e-9:
        return None
    return Finding(entity, start, end, round(min(1.0, score), 3), detector, terms)
