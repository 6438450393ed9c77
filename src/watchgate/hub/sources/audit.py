"""What does the platform's audit log tell of GPTs? Nothing, by OpenAI's list; some tenants have events, whose names are settings.

Their shape is *assumed*: the usual entry, with the GPT's id under the event's own key, and in `data` what is known of the run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from watchgate.hub.sources.told import moment, number, part, text
from watchgate.hub.usage.model import Naming, Outcome, Sighting, Source


@dataclass(frozen=True, slots=True)
class AuditTypes:
    """Which event types tell that a GPT was used, and that it failed."""

    invoked: str = "gpt.invoked"
    failed: str = "gpt.failed"

    @classmethod
    def none(cls) -> "AuditTypes":
        """OpenAI's own list: there are none."""
        return cls("", "")

    @classmethod
    def of(cls, words: Sequence[str]) -> "AuditTypes":
        """As the setting says them: the first, then the failing one. Both may be left out."""
        invoked, failed, *_ = (*words, "", "")
        return cls(invoked, failed)

    @property
    def wanted(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in (self.invoked, self.failed) if name))


def sightings(item: Mapping[str, Any], workspace_id: UUID | None, types: AuditTypes) -> Iterator[Sighting]:
    """None of entries of other types."""
    kind = item.get("type")
    if kind not in types.wanted:
        return
    details = part(item, str(kind))
    data = part(details, "data")
    entry_id, gpt_id, at = text(item.get("id")), text(details.get("id")), moment(item.get("effective_at"))
    if entry_id is None or gpt_id is None or at is None:
        return
    lasted = number(data.get("duration_ms"))
    yield Sighting(
        Source.AUDIT,
        entry_id,
        Naming.GPT,
        gpt_id,
        at,
        workspace_id=workspace_id,
        person=text(part(item, "actor", "session", "user").get("id")),
        surface="gpt",
        model=text(data.get("model")),
        conversation_id=text(data.get("conversation_id")),
        ended_at=at + timedelta(milliseconds=lasted) if lasted else None,
        outcome=Outcome.ERROR if kind == types.failed else Outcome.SUCCESS,
    )
