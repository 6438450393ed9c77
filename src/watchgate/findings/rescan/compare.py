"""What has changed between the findings that are there and those of today?

A finding of the same entity at the same place is the same finding: it keeps its id, and whatever was decided about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from watchgate.findings.rescan.model import Candidate, Known
from watchgate.ingest.digest.rows import FindingRow


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one asset. `same`: old and new go together."""

    same: tuple[tuple[Known, FindingRow], ...]
    fresh: tuple[tuple[Candidate, FindingRow], ...]
    gone: tuple[Known, ...]


def difference(
    old: Sequence[Known], stands: Sequence[bool], new: Sequence[tuple[Candidate, FindingRow]]
) -> Difference:
    """*stands*: which of *old* stand in the text at hand (all of them when it is empty); the others are left alone."""
    waiting: dict[tuple[str, str, int, int], list[Known]] = {}
    for index, known in enumerate(old):
        if not stands or stands[index]:
            place = known.place
            waiting.setdefault((known.part, place.entity, place.start, place.end), []).append(known)
    same: list[tuple[Known, FindingRow]] = []
    fresh: list[tuple[Candidate, FindingRow]] = []
    for candidate, row in new:
        there = waiting.get((row.explanation["part"], row.entity, row.start, row.end))
        if there:
            same.append((there.pop(), row))
        else:
            fresh.append((candidate, row))
    gone = tuple(known for there in waiting.values() for known in there)
    return Difference(tuple(same), tuple(fresh), gone)
