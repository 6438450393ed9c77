"""How do pieces of evidence become a finding, and who hears of what did not become one?"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from watchgate.detection.model import Evidence, Finding, Rejection

THRESHOLD = 0.5
"""What scores less is not reported."""

_rejections: ContextVar[list[Rejection] | None] = ContextVar("rejections", default=None)


def finding(entity: str, start: int, end: int, detector: str, *evidence: Evidence | None) -> Finding | None:
    """The finding at `[start, end)`, or None when its evidence does not reach the threshold."""
    terms = tuple(term for term in evidence if term is not None)
    score = sum(term.weight for term in terms)
    if score < THRESHOLD - 1e-9:
        rejected(entity, start, end, detector, f"its score {score:.2f} is below {THRESHOLD}", *terms)
        return None
    return Finding(entity, start, end, round(min(1.0, score), 3), detector, terms)


def rejected(entity: str, start: int, end: int, detector: str, why: str, *evidence: Evidence) -> None:
    """Note a candidate that a person might have taken for a finding. Costs next to nothing unless somebody is `tracing`."""
    noted = _rejections.get()
    if noted is not None:
        noted.append(Rejection(entity, start, end, detector, why, evidence))


def is_tracing() -> bool:
    """Does anybody ask for explanations, and so for rejections? Then they may cost something."""
    return _rejections.get() is not None


@contextmanager
def tracing() -> Iterator[list[Rejection]]:
    """Whatever is rejected inside the `with` block, in the order in which it was."""
    noted: list[Rejection] = []
    before = _rejections.set(noted)
    try:
        yield noted
    finally:
        _rejections.reset(before)
