"""What would become of our copy of an object, and what becomes of it? The adapter of the port `OwnCopy`."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.tables import message
from watchgate.kernel.clock import Clock
from watchgate.remediation.model import Action, Kind, Target
from watchgate.remediation.own_copy import conversations, files, messages, tombstones
from watchgate.remediation.ports import Effects
from watchgate.storage.sealing import Keyring

FILES = frozenset({Kind.FILE, Kind.LIBRARY_FILE, Kind.GPT_FILE, Kind.PROJECT_FILE})
EVENTS_STAY = "Entries of the workspace's other logs (audit, agents, Codex) that speak of it stay sealed until their retention ends."
SUMS_STAY = (
    "The receipt keeps how many findings of which kind there were, and none of their places or surroundings."
)
NOT_SCANNED_GOES = "Text that was never examined cannot be masked: it is erased."
FILES_SHARED = "The text of another file with the same content stays."


@dataclass(frozen=True, slots=True)
class OwnCopies:
    """The catalogue's rows of objects. Of what stands in no log file (memories, GPTs, agents …) there is no copy here."""

    keyring: Keyring
    clock: Clock

    async def effects(
        self, tx: AsyncConnection, workspace_id: UUID, action: Action, target: Target
    ) -> Effects:
        """What would become of our copy. Changes nothing."""
        if action is Action.ISOLATE:
            return Effects(stays=("Our own copy stays as it is.",))
        counts = await _counts(tx, workspace_id, target)
        if not any(counts.values()):
            return Effects(stays=("We have no copy of it.",))
        if action is Action.REDACT:
            stays = ("What was not found stays readable.", SUMS_STAY, EVENTS_STAY)
            return Effects(("Our copy is masked for good.",), (NOT_SCANNED_GOES,), stays, counts)
        shared = (FILES_SHARED,) if target.kind in FILES else ()
        stays = (SUMS_STAY, EVENTS_STAY, *shared)
        return Effects(("Our copy is erased.",), _ALONG.get(target.kind, ()), stays, counts)

    async def remove(
        self, tx: AsyncConnection, workspace_id: UUID, action: Action, target: Target
    ) -> Mapping[str, int]:
        """Erase it (delete) or mask it for good (redact), in this transaction; how many rows of what."""
        match action:
            case Action.DELETE:
                return await self._erase(tx, workspace_id, target)
            case Action.REDACT:
                return await self._mask(tx, workspace_id, target)
            case Action.ISOLATE:
                return {}

    async def _erase(self, tx: AsyncConnection, workspace_id: UUID, target: Target) -> Mapping[str, int]:
        kind = Kind.FILE if target.kind in FILES else target.kind
        if kind not in {Kind.CONVERSATION, Kind.FILE}:
            return {}
        await tombstones.bury(tx, workspace_id, [(kind, target.id)], is_masked=False, now=self.clock())
        if kind is Kind.CONVERSATION:
            return await conversations.remove(tx, workspace_id, target.id)
        return await files.remove(tx, workspace_id, target.id)

    async def _mask(self, tx: AsyncConnection, workspace_id: UUID, target: Target) -> Mapping[str, int]:
        sealer = await self.keyring.existing(tx, workspace_id)
        now = self.clock()
        kind = Kind.FILE if target.kind in FILES else target.kind
        await tombstones.bury(tx, workspace_id, [(kind, target.id)], is_masked=True, now=now)
        match kind:
            case Kind.CONVERSATION:
                return await conversations.mask(tx, workspace_id, target.id, sealer, now)
            case Kind.MESSAGE:
                return await messages.mask_message(tx, workspace_id, target.id, sealer)
            case Kind.FILE:
                return await files.mask(tx, workspace_id, target.id, sealer, now)
            case _:
                return {}


_ALONG: Mapping[Kind, tuple[str, ...]] = {
    Kind.CONVERSATION: (
        "Its title, all versions of its messages, the files in it and their texts, and their findings.",
    ),
    **dict.fromkeys(FILES, ("Its name, its text and its findings.",)),
}


async def _counts(tx: AsyncConnection, workspace_id: UUID, target: Target) -> Mapping[str, int]:
    if target.kind is Kind.CONVERSATION:
        return await conversations.counts(tx, workspace_id, target.id)
    if target.kind is Kind.MESSAGE:
        return {"messages": await messages.counted(tx, workspace_id, message.c.message_id == target.id)}
    if target.kind in FILES:
        return {"files": await files.known(tx, workspace_id, target.id)}
    return {}
