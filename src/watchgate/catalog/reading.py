"""How does a row of the catalogue become what is shown of it? Opened, and masked unless it is to be revealed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Row

from watchgate.catalog.masking import Span, masked, masked_afresh, shown
from watchgate.catalog.model import Conversation, File, Part, Version
from watchgate.kernel.content import Content
from watchgate.storage.sealing import SealBroken, WorkspaceSealer

NO_LONGER_KEPT = "no longer kept"
CANNOT_BE_OPENED = "cannot be opened: changed since it was sealed, or its key is erased"
MANY_FINDINGS = 500
"""From so many on, a text may hold more than were recorded."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one workspace. *reveals*: texts as they were; else masked, and not at all if never examined.

    *sealer*: None when the data key is erased.
    """

    sealer: WorkspaceSealer | None
    reveals: bool = False

    def conversation(self, row: Row[Any]) -> Conversation:
        """From a row with `title_sealed` and `owner_email`."""
        values = row._asdict()
        title = self._short(values.pop("title_sealed"), b"title:", row.conversation_id)
        values.pop("titled_at")
        return Conversation(**values, title=title)

    def file(self, row: Row[Any]) -> File:
        """From a row with `name_sealed` and `owner_email`."""
        values = row._asdict()
        name = self._short(values.pop("name_sealed"), b"file:", row.file_id)
        for unseen in ("attempts", "next_attempt_at", "settled_at"):
            values.pop(unseen)
        return File(**values, name=name or Content(""))

    def version(self, row: Row[Any], spans: Sequence[Span]) -> Version:
        """From a row of `message`. *spans*: of its stored findings."""
        is_scanned = row.scan_state == "scanned"
        parts: tuple[Part, ...] | None = None
        note = None if is_scanned else f"not scanned: {row.scan_note}"
        if row.sealed is None:
            parts, note = (None, NO_LONGER_KEPT) if row.size_chars else ((), note)
        elif is_scanned or self.reveals:
            opened = self._open(row.sealed, b"message:" + row.message_id.encode())
            parts, note = (
                (None, CANNOT_BE_OPENED) if opened is None else (self._parts(opened, row, spans), note)
            )
        return Version(
            event_id=row.event_id,
            occurred_at=row.occurred_at,
            previous_message_id=row.previous_message_id,
            author_type=row.author_type,
            author_id=row.author_id,
            model=row.model,
            client_type=row.client_type,
            size_chars=row.size_chars,
            is_scanned=is_scanned,
            finding_count=row.finding_count,
            parts=parts,
            note=note,
        )

    def _parts(self, opened: bytes, row: Row[Any], spans: Sequence[Span]) -> tuple[Part, ...]:
        parts = msgspec.json.decode(opened, type=_SealedMessage).parts
        if self.reveals:
            return tuple(Part(part.name, Content(shown(part.text))) for part in parts)
        is_complete = row.finding_count <= len(spans) < MANY_FINDINGS
        return tuple(
            Part(
                part.name,
                masked(part.text, [s for s in spans if s.part == part.name], is_complete=is_complete),
            )
            for part in parts
        )

    def _short(self, sealed: bytes | None, kind: bytes, id_: str) -> Content | None:
        if sealed is None:
            return None
        opened = self._open(sealed, kind + id_.encode())
        if opened is None:
            return None
        text = opened.decode(errors="replace")
        return Content(text) if self.reveals else masked_afresh(text)

    def _open(self, sealed: bytes, context: bytes) -> bytes | None:
        if self.sealer is None:
            return None
        try:
            return self.sealer.open(sealed, context=context)
        except SealBroken:
            _log.warning(
                "sealed content cannot be opened: %s was changed, or belongs elsewhere", context.decode()
            )
            return None


class _SealedPart(msgspec.Struct):
    name: str
    text: str


class _SealedMessage(msgspec.Struct):
    parts: list[_SealedPart]
