"""Until when must a segment be kept, and which payloads in it are due? Read once from its entries, then remembered.

What is remembered stands beside the segment (`….expiry`). It only tells where to look: before anything is removed, the
entries themselves are read again.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from watchgate.ledger.events import EventType
from watchgate.ledger.files import write_whole
from watchgate.ledger.line import NOTHING, Head, read_head, split_line
from watchgate.ledger.segment import Segment

_EXCHANGES = frozenset(kind.value for kind in EventType if kind.is_about_an_exchange)


class Expiry(msgspec.Struct, frozen=True):
    """Moments as RFC 3339 text, which sorts as time does.

    first_payload: the earliest `keep_until` of an entry whose payload is still there
    last_entry:    the latest `keep_until` of all entries
    is_endless:    an entry about an exchange is to be kept for ever
    """

    first_payload: str | None = None
    last_entry: str | None = None
    is_endless: bool = False

    def may_go(self, now: str) -> bool:
        """Has everything in here passed its time? Entries without a date of their own do not hold a segment."""
        return not self.is_endless and (self.last_entry is None or self.last_entry <= now)


def read_expiry(segment: Segment) -> Expiry:
    """Of a closed segment."""
    remembered = sidecar(segment)
    try:
        return msgspec.json.decode(remembered.read_bytes(), type=Expiry)
    except (FileNotFoundError, msgspec.DecodeError):
        expiry = _scan(segment)
        write_whole(remembered, msgspec.json.encode(expiry))
        return expiry


def sidecar(segment: Segment) -> Path:
    return segment.path.with_suffix(".expiry")


def heads(segment: Segment) -> Iterator[tuple[Head, bytes, bytes]]:
    """(head, entry, record) of each complete line. Raises MalformedLine."""
    for line in segment.lines():
        if line.endswith(b"\n"):
            entry, record = split_line(line)
            yield read_head(entry), entry, record


def _scan(segment: Segment) -> Expiry:
    first_payload: str | None = None
    last_entry: str | None = None
    is_endless = False
    for head, _, record in heads(segment):
        if head.keep_until is None:
            is_endless = is_endless or head.type in _EXCHANGES
            continue
        last_entry = max(last_entry or "", head.keep_until)
        if record != NOTHING:
            first_payload = min(first_payload or head.keep_until, head.keep_until)
    return Expiry(first_payload, last_entry, is_endless)
