"""Several policies want to change one text: what becomes of it?

Whatever any policy wanted changed is changed. Where edits overlap, their spans become one, and the replacement is that of
the earliest policy in the chain; only a `partial` mask gives way to another, because it shows a part of what it covers.
"""

from collections.abc import Iterable, Sequence

from watchgate.policy.model import Edit, Mask

Ranked = tuple[int, Edit]
"""An edit with the place of its policy in the chain."""


def merge(edits: Iterable[Ranked]) -> dict[int, tuple[Edit, ...]]:
    """By reading: sorted edits that do not overlap."""
    by_reading: dict[int, list[Ranked]] = {}
    for ranked in edits:
        by_reading.setdefault(ranked[1].reading, []).append(ranked)
    return {reading: tuple(_merged(ranked)) for reading, ranked in by_reading.items()}


def _merged(ranked: list[Ranked]) -> list[Edit]:
    ranked.sort(key=lambda item: (item[1].start, item[1].end))
    merged: list[Edit] = []
    group: list[Ranked] = []
    end = -1
    for item in ranked:
        if group and item[1].start >= end:
            merged.append(_one(group, end))
            group = []
        group.append(item)
        end = max(end, item[1].end) if len(group) > 1 else item[1].end
    if group:
        merged.append(_one(group, end))
    return merged


def _one(group: Sequence[Ranked], end: int) -> Edit:
    first = group[0][1]
    if len(group) == 1:
        return first
    _, winner = min(group, key=lambda item: (_shows_a_part(item[1]), item[0], item[1].start))
    return Edit(first.reading, first.start, end, winner.replacement)


def _shows_a_part(edit: Edit) -> bool:
    return isinstance(edit.replacement, Mask) and edit.replacement.style == "partial"
