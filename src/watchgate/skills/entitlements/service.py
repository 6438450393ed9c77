"""How do groups get in, what are they for skills, and who is entitled to what? Each change is in the ledger."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.tables import person
from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, rfc3339
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.ledger import outbox
from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.errors import NeedsAttention, OpenAIFailure
from watchgate.skills.entitlements import store
from watchgate.skills.entitlements.model import (
    Because,
    Effective,
    Exceptional,
    Group,
    SkillException,
    judge,
)
from watchgate.skills.entitlements.rows import Imported
from watchgate.skills.entitlements.sealing import context_of
from watchgate.skills.registry.in_use import InUse
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring, WorkspaceSealer

READ, MAPPED, EXCEPTION, TAKEN_BACK = (
    "directory.read",
    "archetype.changed",
    "skill.exception_made",
    "skill.exception_ended",
)
_MOST_GROUPS, _MOST_MEMBERS = 5000, 500_000


class Access(Protocol):
    """A workspace that may be asked."""

    @property
    def client(self) -> ComplianceClient: ...


class Workspaces(Protocol):
    """Who gives access to a workspace while it is active."""

    async def access(self, workspace_id: UUID) -> Access | None: ...


class UnknownGroup(UserError):
    """There is no such group in the workspace."""


class WorkspaceClosed(UserError):
    """The workspace is not asked anything now."""


class DirectoryClosed(UserError):
    """OpenAI does not let us read the directory."""


@dataclass(frozen=True, slots=True)
class Entitlements:
    """Who is entitled to what, in the database."""

    database: Database
    keyring: Keyring
    workspaces: Workspaces
    in_use: InUse
    clock: Clock

    async def read_directory(self, caller: Caller, workspace_id: UUID) -> int:
        """All groups and their people, as OpenAI has them; how many groups. Raises WorkspaceClosed, DirectoryClosed."""
        access = await self.workspaces.access(workspace_id)
        if access is None:
            raise WorkspaceClosed("The workspace is paused, or has no key. `watchgate workspaces list` says.")
        try:
            found = await _directory(access.client, workspace_id)
        except NeedsAttention as failure:
            raise DirectoryClosed(
                f"{failure} {failure.remedy} Or import the groups: `watchgate skills groups import`."
            ) from None
        except OpenAIFailure as failure:
            raise DirectoryClosed(f"{failure} Try again later.") from None
        await self._put(caller, workspace_id, "openai", found)
        return len(found.names)

    async def import_directory(
        self, caller: Caller, workspace_id: UUID, imported: Imported, *, dry_run: bool
    ) -> tuple[int, int, int]:
        """Groups of a file, in place of those of the last one. (groups, people, addresses that nobody in the workspace has.)"""
        async with self.database.read() as tx:
            ids = await _ids_of(tx, workspace_id, imported.addresses)
        people = {
            _group_id(name): frozenset(
                ids.get(user, user) for user in users if "@" not in user or user in ids
            )
            for name, users in imported.groups.items()
        }
        found = store.Directory({_group_id(name): name for name in imported.groups}, people)
        if not dry_run:
            await self._put(caller, workspace_id, "imported", found)
        everybody = frozenset().union(*people.values()) if people else frozenset()
        return len(people), len(everybody), len(imported.addresses - ids.keys())

    async def groups(self, workspace_id: UUID) -> Sequence[Group]:
        """By name."""
        async with self.database.read() as tx:
            return await store.all_groups(tx, workspace_id)

    async def map_archetype(
        self, caller: Caller, workspace_id: UUID, archetype: str, group_ids: Sequence[str]
    ) -> None:
        """These groups, and no others, are this archetype. Raises UnknownGroup."""
        async with self.database.begin() as tx:
            if unknown := sorted(set(group_ids) - await store.known_groups(tx, workspace_id)):
                raise UnknownGroup(
                    f"There is no group {unknown[0]} in the workspace. `watchgate skills groups list` shows those there are."
                )
            await store.put_archetype(tx, workspace_id, archetype, sorted(set(group_ids)))
            fields: dict[str, Json] = {"workspace": str(workspace_id), "archetype": archetype}
            await outbox.record(tx, MAPPED, fields | {"groups": sorted(set(group_ids)), "by": caller.id})

    async def except_(
        self,
        caller: Caller,
        workspace_id: UUID,
        skill_id: str,
        user_id: str,
        kind: Exceptional,
        reason: str,
        until: datetime | None,
    ) -> None:
        """Grant a skill to somebody, or block it, in place of what was said before."""
        async with self.database.begin() as tx:
            sealer = await self.keyring.for_workspace(tx, workspace_id)
            context = context_of(skill_id, user_id)
            values = {
                "workspace_id": workspace_id,
                "skill_id": skill_id,
                "user_id": user_id,
                "kind": kind.value,
                "reason_sealed": sealer.seal(reason.encode(errors="replace"), context=context),
                "until": until,
                "made_at": self.clock(),
                "made_by": caller.id,
            }
            await store.put_exception(tx, values)
            fields: dict[str, Json] = {
                "workspace": str(workspace_id),
                "skill": skill_id,
                "kind": kind.value,
                "until": rfc3339(until) if until else None,
                "by": caller.id,
            }
            await outbox.record(tx, EXCEPTION, fields, {"person": user_id, "reason": reason})

    async def take_back(self, caller: Caller, workspace_id: UUID, skill_id: str, user_id: str) -> bool:
        """Neither granted nor blocked any more; was it?"""
        async with self.database.begin() as tx:
            was = await store.drop_exception(tx, workspace_id, skill_id, user_id)
            if was:
                fields: dict[str, Json] = {"workspace": str(workspace_id), "skill": skill_id, "by": caller.id}
                await outbox.record(tx, TAKEN_BACK, fields, {"person": user_id})
        return was

    async def effective(self, workspace_id: UUID, user_id: str) -> Sequence[Effective]:
        """Every skill in use, and why somebody is or is not entitled to it."""
        skills, now = await self.in_use.manifests(), self.clock()
        async with self.database.read() as tx:
            groups = await store.groups_of(tx, workspace_id, user_id)
            said = await self._said(tx, workspace_id, user_id=user_id)
        by_skill = {one.skill_id: one for one in said}
        return [
            judge(skill_id, frozenset(manifest.archetypes), groups, by_skill.get(skill_id), now)
            for skill_id, manifest in sorted(skills.items())
        ]

    async def who(self, workspace_id: UUID, skill_id: str) -> Mapping[str, Effective] | None:
        """User → why they are entitled, or blocked. None: everybody is, but those that are blocked."""
        manifest = (await self.in_use.manifests()).get(skill_id)
        archetypes = frozenset(manifest.archetypes if manifest else ())
        now = self.clock()
        async with self.database.read() as tx:
            said = await self._said(tx, workspace_id, skill_id=skill_id)
            by_group = await store.people_of(tx, workspace_id, archetypes)
            is_mapped = await store.is_mapped(tx, workspace_id, archetypes)
        if not is_mapped and not any(one.holds(now) for one in said):
            return None
        found = {
            user: Effective(
                skill_id, is_entitled=True, because=Because.ARCHETYPE, groups=tuple(sorted(names))
            )
            for user, names in by_group.items()
        }
        for one in said:
            if one.holds(now):
                found[one.user_id] = judge(skill_id, archetypes, {}, one, now)
        return found

    async def people(self, workspace_id: UUID, skill_id: str) -> frozenset[str] | None:
        """Ids of those who are entitled. None: nothing is said of this skill here (for `presence`)."""
        found = await self.who(workspace_id, skill_id)
        if found is None:
            return None
        return frozenset(user for user, one in found.items() if one.is_entitled)

    async def _put(self, caller: Caller, workspace_id: UUID, source: str, found: store.Directory) -> None:
        async with self.database.begin() as tx:
            await store.put_directory(tx, workspace_id, source, found, self.clock())
            fields: dict[str, Json] = {
                "workspace": str(workspace_id),
                "source": source,
                "groups": len(found.names),
                "members": sum(map(len, found.people.values())),
                "by": caller.id,
            }
            await outbox.record(tx, READ, fields)

    async def _said(
        self,
        tx: AsyncConnection,
        workspace_id: UUID,
        *,
        user_id: str | None = None,
        skill_id: str | None = None,
    ) -> Sequence[SkillException]:
        rows = await store.exceptions_of(tx, workspace_id, user_id=user_id, skill_id=skill_id)
        sealer = await self.keyring.existing(tx, workspace_id) if rows else None
        return [_exception(row, sealer) for row in rows if sealer is not None]


async def _directory(client: ComplianceClient, workspace_id: UUID) -> store.Directory:
    names = {one.id: one.name async for one in client.directory.groups(workspace_id)}
    if len(names) > _MOST_GROUPS:
        raise DirectoryClosed(
            f"The workspace has more than {_MOST_GROUPS:,} groups. Import those that matter."
        )
    people: dict[str, frozenset[str]] = {}
    count = 0
    for group_id in names:
        people[group_id] = frozenset([one async for one in client.directory.members(workspace_id, group_id)])
        count += len(people[group_id])
        if count > _MOST_MEMBERS:
            raise DirectoryClosed(
                f"The workspace's groups have more than {_MOST_MEMBERS:,} members. Import those that matter."
            )
    return store.Directory(names, people)


async def _ids_of(tx: AsyncConnection, workspace_id: UUID, addresses: frozenset[str]) -> Mapping[str, str]:
    """Address (in lower case) → user id, of those the catalogue knows."""
    query = select(func.lower(person.c.email).label("email"), person.c.user_id)
    here = query.where(person.c.workspace_id == workspace_id, func.lower(person.c.email).in_(addresses))
    return {row.email: row.user_id for row in await tx.execute(here)}


def _group_id(name: str) -> str:
    """An imported group is known by its name."""
    return f"imported-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _exception(row: Any, sealer: WorkspaceSealer) -> SkillException:  # noqa: ANN401 -- a row
    reason = sealer.open(bytes(row.reason_sealed), context=context_of(row.skill_id, row.user_id))
    return SkillException(
        row.skill_id,
        row.user_id,
        Exceptional(row.kind),
        Content(reason.decode()),
        row.until,
        row.made_at,
        row.made_by,
    )
