"""Who was erased, so that what they did before does not come back when a log file is read again, or comes late?

Kept of them is a keyed fingerprint of each id and address. So the ids and addresses in what arrives are taken through the
same fingerprint, and only where somebody was erased at all.

    their own event, from before       left out
    somebody else's that names them    kept as an event, without what it says
    a line that cannot be read         left out, if it names them
    their account                      not listed again, unless they have done something since
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import msgspec

from watchgate.ingest.digest.rows import BrokenRow, Digested, Frame
from watchgate.openai.compliance.model import WorkspaceUser

_WORDS = re.compile(r"(?<![\w.+%-])(?:[\w.+%-]+@[\w-]+(?:\.[\w-]+)+|user-[\w-]+)")
"""From the beginning of a word only: whoever looks from each letter on takes a minute for a long line."""
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")


class Sealer(Protocol):
    """Of one workspace."""

    def open(self, sealed: bytes, *, context: bytes) -> bytes: ...
    def seal(self, plaintext: bytes, *, context: bytes) -> bytes: ...
    def fingerprint(self, value: bytes) -> bytes: ...


def mark_of(sealer: Sealer, word: str) -> bytes:
    """The fingerprint of an id or an address (in any case of letters)."""
    return sealer.fingerprint(b"person:" + word.lower().encode())


@dataclass(frozen=True, slots=True)
class ErasedPeople:
    """mark → until when what happened is left out."""

    marks: Mapping[bytes, datetime]
    sealer: Sealer

    def without(self, frame: Frame) -> Frame:
        """The frame without what must not come back."""
        if not self.marks:
            return frame
        events = [self._said_less(one) for one in frame.events if not self._is_theirs(one)]
        return Frame(events, [line for line in frame.broken if not self._names_them(line)])

    def unlisted(self, users: Sequence[WorkspaceUser]) -> set[str]:
        """The ids of those accounts that belong to somebody who was erased."""
        return {user.id for user in users if self._until([user.id]) is not None} if self.marks else set()

    def _is_theirs(self, one: Digested) -> bool:
        ids = {one.event.actor_id, one.person.user_id if one.person else None} - {None}
        until = self._until(str(id_) for id_ in ids)
        return until is not None and one.event.occurred_at <= until

    def _said_less(self, one: Digested) -> Digested:
        event = one.event
        if event.sealed is None:
            return one
        until = self._named(event.sealed, b"event:" + event.event_id.encode())
        if until is None or event.occurred_at > until:
            return one
        return msgspec.structs.replace(one, event=msgspec.structs.replace(event, sealed=None), use=None)

    def _names_them(self, line: BrokenRow) -> bool:
        return self._named(line.sealed, b"broken:" + str(line.byte_offset).encode()) is not None

    def _named(self, sealed: bytes, context: bytes) -> datetime | None:
        text = self.sealer.open(sealed, context=context).decode(errors="replace")
        return self._until(set(_WORDS.findall(_ESCAPE.sub(" ", text))))

    def _until(self, words: Iterable[str]) -> datetime | None:
        found = [self.marks.get(mark_of(self.sealer, word)) for word in words]
        return max((until for until in found if until is not None), default=None)
