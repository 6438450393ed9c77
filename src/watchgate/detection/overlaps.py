"""Which of several findings at one place is kept?

A secret before anything else; what a rule knows before what a model believes; what is looked for by default before what is not; then the
surer one, then the longer one. A web address yields to whatever stands inside it: it ends where that begins, so a
policy that only asks for e-mail addresses finds those in links too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from watchgate.detection.entities import ENTITIES, TAGGED
from watchgate.detection.model import Finding
from watchgate.detection.scoring import rejected

_SHORTEST_ADDRESS = len("https://a.bc")


def resolved(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """*findings* in the order of the text, none overlapping another."""
    if len(findings) < 2:
        return tuple(findings)
    in_order = sorted(findings, key=_start)
    if all(one.end <= other.start for one, other in pairwise(in_order)):
        return tuple(in_order)
    kept = _best(finding for finding in findings if finding.entity != "URL")
    addresses = (_shortened(finding, kept) for finding in findings if finding.entity == "URL")
    return tuple(sorted((*kept, *(address for address in addresses if address)), key=_start))


def _best(findings: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        at = bisect_right(kept, finding.start, key=_start)
        ends_before = at == 0 or kept[at - 1].end <= finding.start
        begins_after = at == len(kept) or finding.end <= kept[at].start
        if ends_before and begins_after:
            kept.insert(at, finding)
        else:
            _noted(finding, kept[at - 1] if not ends_before else kept[at])
    return kept


def _noted(lost: Finding, winner: Finding) -> None:
    why = f"it overlaps {winner.entity} {winner.start}-{winner.end}, which goes before it: a secret, surer or longer"
    rejected(lost.entity, lost.start, lost.end, lost.detector, why, *lost.evidence)


def _shortened(address: Finding, kept: Sequence[Finding]) -> Finding | None:
    at = bisect_left(kept, address.start, key=_start)
    if at and kept[at - 1].end > address.start:
        return None
    if at == len(kept) or kept[at].start >= address.end:
        return address
    end = kept[at].start
    return msgspec.structs.replace(address, end=end) if end - address.start >= _SHORTEST_ADDRESS else None


def _rank(finding: Finding) -> tuple[bool, bool, bool, float, int, int, str]:
    entity = ENTITIES[finding.entity]
    return (
        entity.group != "secret",
        finding.entity in TAGGED,
        not entity.by_default,
        -finding.score,
        finding.start - finding.end,
        finding.start,
        finding.entity,
    )


def _start(finding: Finding) -> int:
    return finding.start
