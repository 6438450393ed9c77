"""What of an object's answer do we take? Ids, counts and sharing; titles, texts and secrets are never even decoded."""

from typing import Any

from msgspec import Struct

from watchgate.openai.compliance.model_objects import MemoryEntry, Shared


class WireId(Struct):
    """Any object, of which only the id matters."""

    id: str


class WireCanvas(Struct):
    """`CanvasContent`; it names itself otherwise than the rest."""

    textdoc_id: str


class WireIdList(Struct):
    """A list that goes on behind `last_id`, behind `cursor`, or behind its last item."""

    data: list[WireId]
    has_more: bool
    last_id: str | None = None
    cursor: str | None = None


class WireMemoryContext(Struct):
    id: str
    memory_entries: list[WireId] = []


class WireMemory(Struct):
    """All memories of one user."""

    memory_contexts: list[WireMemoryContext] = []

    def entries(self) -> list[MemoryEntry]:
        return [
            MemoryEntry(entry.id, context.id)
            for context in self.memory_contexts
            for entry in context.memory_entries
        ]


class WireMemoryList(Struct):
    data: list[WireMemory]
    has_more: bool


class WireItems(Struct):
    """A list inside an object, to be counted."""

    data: list[Any] = []
    has_more: bool = False


class WireConfig(Struct):
    files: WireItems | None = None
    tools: WireItems | None = None


class WireConfigs(Struct):
    data: list[WireConfig] = []


class WireRecipients(Struct):
    """A project's recipients come in an envelope."""

    data: list[WireId] = []


class WireSharing(Struct):
    """A GPT's recipients come as a plain list."""

    visibility: str | None = None
    recipients: list[WireId] | WireRecipients | None = None


class WireShared(Struct):
    """`GPT` or `Project`."""

    id: str
    owner_id: str | None = None
    sharing: WireSharing | None = None
    latest_config: WireConfigs | None = None
    connector_scopes: WireItems | None = None

    def model(self) -> Shared:
        sharing = self.sharing or WireSharing()
        recipients = (
            sharing.recipients.data if isinstance(sharing.recipients, WireRecipients) else sharing.recipients
        )
        config = (
            self.latest_config.data[0] if self.latest_config and self.latest_config.data else WireConfig()
        )
        return Shared(
            id=self.id,
            owner_id=self.owner_id,
            visibility=sharing.visibility,
            recipients=None
            if recipients is None
            else sum(recipient.id != self.owner_id for recipient in recipients),
            files=len(config.files.data) if config.files else 0,
            tools=len(config.tools.data) if config.tools else 0,
            connections=len(self.connector_scopes.data) if self.connector_scopes else 0,
        )
