"""What does the ledger tell of records? Read from its files, not from the database that is to be compared with it."""

from dataclasses import dataclass, field
from pathlib import Path

from watchgate.hub.records import events
from watchgate.ledger.reading import entries_before
from watchgate.ledger.slots import writer_dirs

_AT_ONCE = 1000
_CONTROL = "control"
FACTS = ("skill", "version", "digest", "record_type", "body_digest")
"""The fields of an entry that a record is compared with, and its columns for them."""
COLUMNS = ("skill_id", "version", "digest", "type", "body_digest")


@dataclass(frozen=True, slots=True)
class Recorded:
    """Record → its `FACTS`, as recorded; those whose body was erased; those that were removed at the end of their time."""

    records: dict[str, tuple[str, ...]] = field(default_factory=dict)
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
                    told.records[written["record"]] = tuple(str(written[name]) for name in FACTS)
                case events.ERASED:
                    told.erased.add(written["record"])
                case events.EXPIRED:
                    told.expired.update(written["records"])
        before = page.more_before
        if before is None:
            return
