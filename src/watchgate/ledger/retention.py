"""What is past its time, and how is it removed so that the rest of the log still verifies?

First an entry says what goes, and is signed; then it goes. A crash in between is harmless: what is still there is
still due, and the next run removes it.

    {"type":"ledger.retention", "payloads_until": T,            payloads of entries with keep_until ≤ T may be missing
                                "segments_before": n,           entries 0 … n-1 may be missing;
                                "before": {prev, peaks}}        this is what one must know of them
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from watchgate.kernel.canonical_json import Json
from watchgate.ledger.expiry import Expiry, read_expiry
from watchgate.ledger.line import Head
from watchgate.ledger.removal import remove_segments, strip_payloads
from watchgate.ledger.segment import Segment

Record = Callable[[Mapping[str, Json]], None]
"""Writes the entry that announces a removal; returns when it is on disk and signed."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What a run of retention took away."""

    payloads: int = 0
    segments: int = 0
    first_kept: int | None = None

    @property
    def is_nothing(self) -> bool:
        return self.payloads == 0 and self.segments == 0


def apply_retention(segments: Sequence[Segment], now: str, record: Record) -> Removed:
    """Remove what is due at *now* (RFC 3339) from all of a log's segments but the last, which is being written."""
    closed = segments[:-1]
    expiries = [read_expiry(segment) for segment in closed]
    gone = _removable(expiries, now)
    due = [
        segment
        for segment, expiry in zip(closed[gone:], expiries[gone:], strict=True)
        if expiry.first_payload and expiry.first_payload <= now
    ]
    if not gone and not due:
        return Removed()
    first_kept = segments[gone]
    record(_announcement(first_kept if gone else None, now if due else None))
    remove_segments(closed[:gone])

    def is_due(head: Head) -> bool:
        return head.keep_until is not None and head.keep_until <= now

    payloads = sum(strip_payloads(segment, is_due) for segment in due)
    return Removed(payloads, gone, first_kept.base if gone else None)


def _removable(expiries: Sequence[Expiry], now: str) -> int:
    """How many segments, from the oldest on, may go? The last of them has entries with a date: those without one (a
    start, a new pack) go together with the exchanges after them, not before.
    """
    may_go = list(takewhile(lambda expiry: expiry.may_go(now), expiries))
    while may_go and may_go[-1].last_entry is None:
        may_go.pop()
    return len(may_go)


def _announcement(first_kept: Segment | None, payloads_until: str | None) -> dict[str, Json]:
    fields: dict[str, Json] = {}
    if payloads_until:
        fields["payloads_until"] = payloads_until
    if first_kept:
        header = first_kept.header()
        fields["segments_before"] = header.base
        fields["before"] = {"prev": header.prev, "peaks": [peak.hex() for peak in header.peaks]}
    return fields
