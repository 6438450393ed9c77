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
    """Its entries must be there: a list that we do not find is not an empty one."""

    id: str
    memory_entries: list[WireId]


class WireMemory(Struct):
    """All memories of one user."""

    memory_contexts: list[WireMemoryContext]

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


class WireConfig(Struct):
    files: WireItems | None = None
    tools: WireItems | None = None


class WireConfigs(Struct):
    data: list[WireConfig] = []


class WireRecipients(Struct):
    """A project's recipients come in an envelope; of several pages, only the first."""

    data: list[WireId]
    has_more: bool = False


class WireSharing(Struct):
    """A GPT's recipients come as a plain list."""

    visibility: str | None = None
    recipients: list[WireId] | WireRecipients | None = None

    def others_than(self, owner_id: str | None) -> int | None:
        """How many have it beside its owner; None when OpenAI does not name them all."""
        if self.recipients is None:
            return None
        if isinstance(self.recipients, WireRecipients):
            if self.recipients.has_more:
                return None
            return sum(one.id != owner_id for one in self.recipients.data)
        return sum(one.id != owner_id for one in self.recipients)


class WireShared(Struct):
    """`GPT` or `Project`."""

    id: str
    owner_id: str | None = None
    sharing: WireSharing | None = None
    latest_config: WireConfigs | None = None
    connector_scopes: WireItems | None = None

    def model(self) -> Shared:
        sharing = self.sharing or WireSharing()
        configs = self.latest_config.data if self.latest_config else []
        config = configs[0] if configs else WireConfig()
        return Shared(
            id=self.id,
            owner_id=self.owner_id,
            visibility=sharing.visibility,
            recipients=sharing.others_than(self.owner_id),
            files=_count(config.files),
            tools=_count(config.tools),
            connections=_count(self.connector_scopes),
        )


def _count(items: WireItems | None) -> int:
    return len(items.data) if items else 0
