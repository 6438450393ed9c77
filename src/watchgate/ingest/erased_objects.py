"""What was erased here, or masked for good, so that it does not come back when a log file is read again, or a late line arrives?

a message of an erased conversation     kept as an event, without a word
an erased file                          not listed, so never fetched
a message, or of a conversation, that   masked before it is written; without its text when it was not examined
  was masked
"""

from collections.abc import Collection
from typing import Protocol

import msgspec

from watchgate.catalog.masking import Span, masked_afresh
from watchgate.catalog.redaction import masked_parts
from watchgate.ingest.digest.rows import ConversationRow, Digested, FindingRow, Frame, MessageRow
from watchgate.ingest.store.erased_objects import Known

_CONVERSATION, _MESSAGE, _FILE = "conversation", "message", "file"
_DEFAULT_PART = "content"


class Sealer(Protocol):
    """Of one workspace."""

    def seal(self, plaintext: bytes, *, context: bytes) -> bytes: ...
    def open(self, sealed: bytes, *, context: bytes) -> bytes: ...


def objects_in(frame: Frame) -> Collection[tuple[str, str]]:
    """(kind, id) of everything that the frame speaks of."""
    found: set[tuple[str, str]] = set()
    for one in frame.events:
        if one.conversation is not None:
            found.add((_CONVERSATION, one.conversation.conversation_id))
        if one.message is not None:
            found.add((_MESSAGE, one.message.message_id))
        found.update((_FILE, file.file_id) for file in one.files)
    return found


def without_erased(frame: Frame, known: Known, sealer: Sealer) -> Frame:
    """The frame without what must not come back."""
    return Frame([_less(one, known, sealer) for one in frame.events], frame.broken) if known else frame


def _less(one: Digested, known: Known, sealer: Sealer) -> Digested:
    conversation = one.conversation
    of_conversation = known.get((_CONVERSATION, conversation.conversation_id)) if conversation else None
    if of_conversation is False:
        return msgspec.structs.replace(one, message=None, conversation=None, files=[], findings=[])
    files = [file for file in one.files if known.get((_FILE, file.file_id)) is not False]
    is_masked = of_conversation or (one.message is not None and known.get((_MESSAGE, one.message.message_id)))
    if not is_masked:
        return msgspec.structs.replace(one, files=files) if len(files) != len(one.files) else one
    return msgspec.structs.replace(
        one,
        message=_masked(one.message, one.findings, sealer) if one.message else None,
        conversation=_untitled(conversation, sealer) if conversation and of_conversation else conversation,
        files=files,
        findings=[] if of_conversation else [row for row in one.findings if row.asset_kind != _MESSAGE],
    )


def _masked(message: MessageRow, findings: Collection[FindingRow], sealer: Sealer) -> MessageRow:
    if message.sealed is None or message.scan_state != "scanned":
        return msgspec.structs.replace(message, sealed=None)
    context = b"message:" + message.message_id.encode()
    spans = [
        Span(row.start, row.end, row.entity, row.explanation.get("part") or _DEFAULT_PART)
        for row in findings
        if row.asset_kind == _MESSAGE
    ]
    parts = masked_parts(sealer.open(message.sealed, context=context), spans)
    return msgspec.structs.replace(message, sealed=sealer.seal(msgspec.json.encode(parts), context=context))


def _untitled(conversation: ConversationRow, sealer: Sealer) -> ConversationRow:
    if conversation.title_sealed is None:
        return conversation
    context = b"title:" + conversation.conversation_id.encode()
    title = masked_afresh(sealer.open(conversation.title_sealed, context=context).decode(errors="replace"))
    sealed = sealer.seal(title.reveal().encode(), context=context)
    return msgspec.structs.replace(conversation, title_sealed=sealed)
