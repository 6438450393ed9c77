"""How do two texts differ? As a unified diff that has an end."""

import difflib
from collections.abc import Sequence

from watchgate.skills.presence.model import Part, PartChange

MOST_LINES = 1_000
"""Of a diff that is kept."""
_MOST_COMPARED = 4_000
"""Lines a side; finding the shortest diff of more takes too long."""
_LONGEST = 2_000
"""Characters of a line that is kept."""
_CUT = "… the rest is cut off"


def text_change(part: Part, before: str, after: str, what: str = "changed") -> PartChange | None:
    """None when they are the same but for the ends of lines and blank space around."""
    old, new = _lines(before), _lines(after)
    return None if old == new else lines_change(part, old, new, what)


def lines_change(part: Part, old: Sequence[str], new: Sequence[str], what: str = "changed") -> PartChange:
    """What leads from *old* (published) to *new* (found)."""
    if max(len(old), len(new)) > _MOST_COMPARED:
        return PartChange(part, f"{what}; too long to be compared line by line", len(new), len(old))
    told = list(difflib.unified_diff(old, new, f"published/{part}", f"found/{part}", lineterm=""))
    added = sum(line.startswith("+") for line in told[2:])
    removed = sum(line.startswith("-") for line in told[2:])
    shown = tuple(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" for line in told[:MOST_LINES])
    return PartChange(part, what, added, removed, shown if len(told) <= MOST_LINES else (*shown, _CUT))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
