"""What stands in which workspace? Looked at each so often and on demand; shown to whoever may see the workspace."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchgate.ingest.ports import Access
from watchgate.kernel.clock import Clock
from watchgate.kernel.errors import UserError
from watchgate.openai.errors import OpenAIFailure
from watchgate.skills.presence import store, store_registered, store_unmanaged
from watchgate.skills.presence.expected import Expected, expected
from watchgate.skills.presence.judging import Judge
from watchgate.skills.presence.model import Look, Presence, Unmanaged
from watchgate.skills.presence.seeing import Sight, see
from watchgate.skills.presence.settling import Settling
from watchgate.skills.presence.sharing import Entitled
from watchgate.skills.presence.store import PresenceFilter
from watchgate.skills.presence.targets import WATCHED, Watched
from watchgate.skills.registry.service import Registry
from watchgate.skills.targets.model import Target, Tenant
from watchgate.storage.database import Database
from watchgate.storage.sealing import DataKeyErased, Keyring

log = logging.getLogger("watchgate.skills.presence")


class Workspaces(Protocol):
    """Who gives access to a workspace while it is active."""

    async def access(self, workspace_id: UUID) -> Access | None: ...


@dataclass(frozen=True, slots=True)
class Looking:
    """The use case of looking."""

    database: Database
    keyring: Keyring
    workspaces: Workspaces
    registry: Registry
    tenant: Tenant
    entitled: Entitled
    clock: Clock

    async def look(self, workspace_id: UUID) -> None:
        """Look at each target. What cannot be looked at says why, and keeps what was known before."""
        access = await self.workspaces.access(workspace_id)
        if access is None:
            return
        skills = await expected(self.registry)
        for watched in WATCHED:
            await self._look_at(workspace_id, access, watched, skills)

    async def _look_at(
        self, workspace_id: UUID, access: Access, watched: Watched, skills: Sequence[Expected]
    ) -> None:
        task = await self._task(workspace_id, watched.target)
        judge = Judge(self.registry, self.tenant, self.entitled, access.client.gpts, workspace_id, watched)
        try:
            sight = await see(judge, skills, task.registered, task.before)
        except (OpenAIFailure, UserError) as failure:
            log.warning("skills.look_failed: %s of %s: %s", watched.target, workspace_id, failure)
            await self._write(task, None, str(failure))
            return
        await self._write(task, sight, None)

    async def _task(self, workspace_id: UUID, target: Target) -> "_Task":
        began_at = self.clock()
        async with self.database.read() as tx:
            look = await store.look_at(tx, workspace_id, target)
            before = await store.of_target(tx, workspace_id, target)
            is_gpt = target is Target.CUSTOM_GPT
            registered = await store_registered.of_workspace(tx, workspace_id) if is_gpt else {}
        return _Task(workspace_id, target, began_at, look.asked_at if look else None, before, registered)

    async def _write(self, task: "_Task", sight: Sight | None, problem: str | None) -> None:
        async with self.database.begin() as tx:
            try:
                sealer = await self.keyring.existing(tx, task.workspace_id)
            except DataKeyErased:
                return
            look = await store.lock_look(tx, task.workspace_id, task.target)
            if look.looked_at is not None and look.looked_at > task.began_at:
                return  # somebody else has looked later
            if sight is not None:
                settling = Settling(tx, task.workspace_id, task.target, sealer, task.began_at)
                await settling.settle(sight, task.registered)
            asked_since = look.asked_at if look.asked_at != task.asked_at else None
            unmanaged = look.unmanaged if sight is None else sight.unmanaged
            done = replace(
                look, asked_at=asked_since, looked_at=task.began_at, problem=problem, unmanaged=unmanaged
            )
            await store.finish(tx, done)


@dataclass(frozen=True, slots=True)
class _Task:
    """One look, as it begins."""

    workspace_id: UUID
    target: Target
    began_at: datetime
    asked_at: datetime | None
    before: Mapping[str, Presence]
    registered: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Presences:
    """The use cases of reading."""

    database: Database

    async def page(
        self, wanted: PresenceFilter, after: tuple[UUID, str, str] | None, limit: int
    ) -> Sequence[Presence]:
        """By workspace, skill and target."""
        async with self.database.read() as tx:
            return await store.page(tx, wanted, after, limit)

    async def looks(self, within: frozenset[UUID] | None) -> Sequence[Look]:
        """How the newest looks went."""
        async with self.database.read() as tx:
            return await store.looks(tx, within)

    async def unmanaged(
        self,
        limit: int,
        *,
        workspace_id: UUID | None,
        target: Target | None,
        within: frozenset[UUID] | None,
        after: tuple[UUID, str, str] | None,
    ) -> Sequence[Unmanaged]:
        """By workspace, target and id."""
        async with self.database.read() as tx:
            return await store_unmanaged.page(
                tx, limit, workspace_id=workspace_id, target=target, within=within, after=after
            )
