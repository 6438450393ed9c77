"""What can people do here? Ask for a look, say which GPT stands for which skill, and see what is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.ingest.store import status
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.ledger import outbox
from watchgate.skills.presence import events, store, store_registered, store_unmanaged
from watchgate.skills.presence.errors import AlreadyRegistered, NotThere
from watchgate.skills.presence.model import SEEN, Look, Presence
from watchgate.skills.presence.sealing import open_lines, open_name
from watchgate.skills.registry.service import Registry
from watchgate.skills.targets.model import Target
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of
from watchgate.storage.sealing import Keyring


@dataclass(frozen=True, slots=True)
class Steering:
    """Everything but looking itself; whatever changes something, or shows what people wrote, is in the ledger."""

    database: Database
    keyring: Keyring
    registry: Registry
    clock: Clock

    async def ask(self, caller: Caller, workspace_id: UUID | None) -> Sequence[Look]:
        """Have a worker look, at one workspace or at all that the caller may see. Raises NotThere."""
        async with self.database.begin() as tx:
            chosen = [one for one in await _active(tx) if caller.may_see(one)]
            if workspace_id is not None:
                chosen = [one for one in chosen if one == workspace_id]
                if not chosen:
                    raise NotThere("There is no such workspace that is looked at: it is unknown, or paused.")
            now = self.clock()
            for one in chosen:
                for target in SEEN:
                    await store.ask(tx, one, target, now)
                await outbox.record(tx, events.ASKED, {"workspace": str(one), "by": caller.id})
            return [look for look in await store.looks(tx) if look.workspace_id in chosen]

    async def register(self, caller: Caller, workspace_id: UUID, skill_id: str, gpt_id: str) -> None:
        """From now on this GPT stands for the skill, whatever it is called. Raises NotThere, UnknownVersion, AlreadyRegistered."""
        await self.registry.get(skill_id)
        async with self.database.begin() as tx:
            await _check_seen(tx, caller, workspace_id)
            taken = await store_registered.of_workspace(tx, workspace_id)
            other = next((one for one, gpt in taken.items() if gpt == gpt_id and one != skill_id), None)
            if other is not None:
                raise AlreadyRegistered(f"This GPT stands for {other} already. Unregister that first.")
            await store_registered.put(tx, workspace_id, skill_id, gpt_id, self.clock(), caller.id)
            about: dict[str, Json] = {"workspace": str(workspace_id), "skill": skill_id, "gpt": gpt_id}
            await outbox.record(tx, events.REGISTERED, about | {"by": caller.id})

    async def unregister(self, caller: Caller, workspace_id: UUID, skill_id: str) -> None:
        """The skill's GPT is found by its name again. Raises NotThere."""
        async with self.database.begin() as tx:
            await _check_seen(tx, caller, workspace_id)
            if not await store_registered.remove(tx, workspace_id, skill_id):
                raise NotThere(f"No GPT is registered for {skill_id} in this workspace.")
            about: dict[str, Json] = {"workspace": str(workspace_id), "skill": skill_id}
            await outbox.record(tx, events.UNREGISTERED, about | {"by": caller.id})

    async def reveal(
        self, caller: Caller, workspace_id: UUID, skill_id: str, target: Target, reason: str
    ) -> tuple[Presence, Sequence[Sequence[Content]]]:
        """The diffs of one presence, in the order of its changes. Raises NotThere."""
        async with self.database.begin() as tx:
            await _check_seen(tx, caller, workspace_id)
            found = await store.one(tx, workspace_id, skill_id, target)
            if found is None:
                raise NotThere(
                    f"{skill_id} has not been looked at there. `watchgate skills presence` shows what has."
                )
            presence, sealed = found
            sealer = await self.keyring.existing(tx, workspace_id)
            lines = open_lines(sealer, skill_id, target, sealed) if sealed else []
            about: dict[str, Json] = {"skill": skill_id, "target": target.value, "object": presence.object_id}
            await self._revealed(tx, caller, workspace_id, reason, about)
        return presence, lines

    async def reveal_names(
        self, caller: Caller, workspace_id: UUID, target: Target, ids: Sequence[str], reason: str
    ) -> dict[str, Content]:
        """What unmanaged GPTs or skills are called. Raises NotThere."""
        async with self.database.begin() as tx:
            await _check_seen(tx, caller, workspace_id)
            sealed = await store_unmanaged.sealed_names(tx, workspace_id, target, ids)
            if missing := set(ids) - sealed.keys():
                raise NotThere(
                    f"{len(missing)} of them are not among the unmanaged there. Nothing was revealed."
                )
            sealer = await self.keyring.existing(tx, workspace_id)
            names = {one: open_name(sealer, target, one, name) for one, name in sealed.items()}
            about: dict[str, Json] = {"target": target.value, "objects": sorted(names)}
            await self._revealed(tx, caller, workspace_id, reason, about)
        return names

    async def _revealed(
        self, tx: AsyncConnection, caller: Caller, workspace_id: UUID, reason: str, about: dict[str, Json]
    ) -> None:
        fields: dict[str, Json] = {"workspace": str(workspace_id), "by": caller.id, **about}
        await outbox.record(tx, events.REVEALED, fields, {"reason": reason, "by_name": caller.name})


async def _active(tx: AsyncConnection) -> list[UUID]:
    known = await status.workspaces(await psycopg_of(tx))
    return [workspace_id for workspace_id, _, state in known if state == "active"]


async def _check_seen(tx: AsyncConnection, caller: Caller, workspace_id: UUID) -> None:
    known = await status.workspaces(await psycopg_of(tx))
    is_there = any(one == workspace_id and state != "removing" for one, _, state in known)
    if not is_there or not caller.may_see(workspace_id):
        raise NotThere("There is no such workspace. `watchgate workspaces list` shows those there are.")
