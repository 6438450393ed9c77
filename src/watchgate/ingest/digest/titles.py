"""What is a conversation called? Every message repeats it; it is examined and sealed once in a file."""

from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from watchgate.ingest.digest.examine import Examiner
from watchgate.ingest.digest.rows import FindingRow
from watchgate.ingest.events.model import Conversation

if TYPE_CHECKING:
    from watchgate.ingest.digest.event import Sealer

MAX_REMEMBERED = 50_000
_Known = tuple[str, bytes]


class Titles:
    """The titles seen so far in one file."""

    def __init__(self, sealer: "Sealer", examiner: Examiner) -> None:
        self._sealer = sealer
        self._examiner = examiner
        self._known: dict[str, _Known] = {}

    def of(self, conversation: Conversation) -> tuple[bytes | None, list[FindingRow]]:
        """(the title, sealed; what was found in it, told only with the first message that bears it)."""
        if conversation.title is None:
            return None, []
        title = conversation.title.reveal()
        known = self._known.get(conversation.id)
        if known is not None and known[0] == title:
            return known[1], []
        if len(self._known) >= MAX_REMEMBERED:
            self._known.clear()
        context = b"title:" + conversation.id.encode()
        sealed = self._sealer.seal(title.encode(errors="replace"), context=context)
        self._known[conversation.id] = (title, sealed)
        found = self._examiner.findings("title", conversation.id, (("title", conversation.title),))
        return sealed, [named_by_place(row) for row in found]


def named_by_place(row: FindingRow) -> FindingRow:
    """A title that comes again, in another file, is the same finding: its id follows from what and where it is."""
    place = f"{row.asset_id}\0{row.entity}\0{row.start}\0{row.end}".encode() + row.fingerprint
    return msgspec.structs.replace(row, id="fnd_" + sha256(place).hexdigest()[:32])
