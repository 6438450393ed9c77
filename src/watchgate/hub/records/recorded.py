"""What does the ledger tell of records? Read from its files, not from the database that is to be compared with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watchgate.hub.records import events
from watchgate.ledger.line import RESERVED_FIELDS
from watchgate.ledger.reading import entries_before
from watchgate.ledger.slots import writer_dirs

_AT_ONCE = 1000
_CONTROL = "control"
_ENVELOPE = frozenset({"outbox", "recorded_at"}) | RESERVED_FIELDS


@dataclass(frozen=True, slots=True)
class Recorded:
    """Record → the fields of its entry, as recorded; those whose body was erased; those that were removed at the end of their time."""

    records: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    expired: set[str] = field(default_factory=set)


def recorded_in(data_dir: Path) -> Recorded:
    """All of it. Reads the control logs whole. Raises LogDamaged, OSError."""
    told = Recorded()
    for log in writer_dirs(data_dir):
        if log.name.startswith(_CONTROL):
            _read(log, told)
    return told


def _read(log: Path, told: Recorded) -> None:
    before: int | None = None
    while True:
        page = entries_before(log, before, _AT_ONCE)
        for entry in page.entries:
            written = entry.written
            match written.get("type"):
                case events.RECORDED:
                    told.records[written["record"]] = {k: v for k, v in written.items() if k not in _ENVELOPE}
                case events.ERASED:
                    told.erased.add(written["record"])
                case events.EXPIRED:
                    told.expired.update(written["records"])
        before = page.more_before
        if before is None:
            return
