"""What does one event bring into the catalogue? Its texts examined, then sealed; what remains open says nothing of their words."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from watchgate.ingest.digest import uses
from watchgate.ingest.digest.examine import Examiner, Part
from watchgate.ingest.digest.rows import (
    ConversationRow,
    Digested,
    EventRow,
    FileRow,
    FindingRow,
    MessageRow,
    PersonRow,
)
from watchgate.ingest.digest.titles import Titles
from watchgate.ingest.events.model import Actor, Event, MessageEvent, OtherEvent

MAX_SCANNED_CHARS = 4 * 1024 * 1024
"""Of one asset. A longer one is recorded as not scanned."""


class Sealer(Protocol):
    """Seals under the data key of one workspace."""

    def seal(self, plaintext: bytes, *, context: bytes) -> bytes: ...
    def fingerprint(self, value: bytes) -> bytes: ...


class Digester:
    """Digests the events of one file. *own_keys*: how our own keys appear as actors (`sk-...wxyz`)."""

    def __init__(self, sealer: Sealer, examiner: Examiner, own_keys: frozenset[str]) -> None:
        self._sealer = sealer
        self._examiner = examiner
        self._own_keys = own_keys
        self._titles = Titles(sealer, examiner)

    def digest(self, event: Event, raw: bytes) -> Digested:
        """The rows of *event*; *raw* is its JSON."""
        return self._message(event) if isinstance(event, MessageEvent) else self._other(event, raw)

    def _message(self, event: MessageEvent) -> Digested:
        conversation = event.conversation
        size_chars = sum(len(text) for _, text in event.texts)
        findings, note = self._examined("message", event.message_id, event.texts, is_cut=event.is_cut)
        title_sealed, in_title = self._titles.of(conversation)
        return Digested(
            event=EventRow(
                event.event_id,
                event.type,
                event.occurred_at,
                event.actor.type,
                event.actor.id,
                is_own_call=False,
                subject=event.message_id,
                sealed=None,
            ),
            message=MessageRow(
                event.message_id,
                conversation.id,
                event.previous_message_id,
                event.author_type,
                event.actor.user_id,
                event.model,
                event.client_type,
                size_chars,
                self._sealed_texts(event) if event.texts else None,
                "not_scanned" if note else "scanned",
                note,
            ),
            conversation=ConversationRow(
                conversation.id,
                event.actor.user_id if event.author_type == "user" else None,
                title_sealed,
                conversation.gpt_id,
                conversation.project_id,
                bool(conversation.is_temporary),
                conversation.created_at,
            ),
            person=_person(event.actor),
            files=[
                FileRow(file.id, self._sealed_name(file.id, file.name.reveal() if file.name else ""))
                for file in event.files
            ],
            findings=[*findings, *in_title],
            use=uses.of_message(event),
        )

    def _other(self, event: OtherEvent, raw: bytes) -> Digested:
        is_own = event.actor.type == "API_KEY" and event.actor.id in self._own_keys
        findings, note = self._examined("event", event.event_id, event.texts, is_cut=event.is_cut)
        return Digested(
            event=EventRow(
                event.event_id,
                event.type,
                event.occurred_at,
                event.actor.type,
                event.actor.id,
                is_own_call=is_own,
                subject=event.subtype if note is None else f"not_scanned: {note}",
                sealed=self._sealer.seal(raw, context=b"event:" + event.event_id.encode()),
            ),
            message=None,
            conversation=None,
            person=_person(event.actor),
            files=[],
            findings=findings,
            use=uses.of_other(event, raw),
        )

    def _examined(
        self, kind: str, asset_id: str, texts: Sequence[Part], *, is_cut: bool
    ) -> tuple[list[FindingRow], str | None]:
        """The findings, and why not all of the text was examined."""
        if sum(len(text) for _, text in texts) > MAX_SCANNED_CHARS:
            return [], f"longer than {MAX_SCANNED_CHARS} characters"
        return self._examiner.findings(
            kind, asset_id, texts
        ), "cut: too long to read whole" if is_cut else None

    def _sealed_texts(self, event: MessageEvent) -> bytes:
        parts = [{"name": name, "text": text.reveal()} for name, text in event.texts]
        return self._sealer.seal(
            msgspec.json.encode({"parts": parts}), context=b"message:" + event.message_id.encode()
        )

    def _sealed_name(self, file_id: str, name: str) -> bytes:
        return self._sealer.seal(name.encode(errors="replace"), context=b"file:" + file_id.encode())


def _person(actor: Actor) -> PersonRow | None:
    return PersonRow(actor.user_id, actor.email) if actor.user_id else None
