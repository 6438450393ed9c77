"""How does a published version get to the API platform? The use cases; what OpenAI was asked for is in the ledger."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.ledger import outbox
from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure
from watchgate.openai.skills.client import SkillsClient
from watchgate.skills.package.load import load_skill
from watchgate.skills.package.skill import Skill
from watchgate.skills.pushing import store
from watchgate.skills.pushing.content import archive_of, digest_of_sent
from watchgate.skills.pushing.model import (
    Did,
    NoPlatformKey,
    NotPublished,
    PlatformKey,
    PlatformRefused,
    Preview,
    Pushed,
    UnderWay,
)
from watchgate.skills.pushing.sealing import PLATFORM, context_of
from watchgate.skills.pushing.sending import Sent, Wanted, bring, would_bring
from watchgate.skills.reading import read_zip
from watchgate.skills.registry.model import State, Version
from watchgate.skills.registry.service import Registry
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring

T = TypeVar("T")
KEY_SET, PUSHED, TAKEN_BACK = "platform_key.set", "skill.pushed", "skill.taken_back"
_VERSIONS = 1000
"""More than a skill has, of which we look whether one stands there."""
ClientOf = Callable[[str], SkillsClient]
"""A client with this key. Raises UserError for one that cannot be used."""


@dataclass(frozen=True, slots=True)
class Pushing:
    """The target `openai-skills`."""

    database: Database
    keyring: Keyring
    registry: Registry
    client_of: ClientOf
    clock: Clock

    async def set_key(self, caller: Caller, project: str, key: Content) -> PlatformKey:
        """The key of a project, in place of the one before. Raises UserError for one that cannot be used."""
        self.client_of(key.reveal())
        shown = PlatformKey(project, key.reveal()[-4:], self.clock(), caller.id)
        async with self.database.begin() as tx:
            sealer = await self.keyring.for_workspace(tx, PLATFORM)
            await store.put_key(tx, shown, sealer.seal(key.reveal().encode(), context=context_of(project)))
            await outbox.record(tx, KEY_SET, {"project": project, "by": caller.id})
        return shown

    async def keys(self) -> Sequence[PlatformKey]:
        """Which projects have a key."""
        async with self.database.read() as tx:
            return await store.keys(tx)

    async def of_skill(self, skill_id: str) -> Sequence[Pushed]:
        """What was sent of it, newest first."""
        async with self.database.read() as tx:
            return await store.of_skill(tx, skill_id)

    async def push(
        self, caller: Caller, skill_id: str, version: str | None, project: str
    ) -> tuple[Pushed, Did]:
        """Have the version (the one in use) there, as the one that others get. The same again changes nothing.

        Raises UnknownVersion, NotPublished, NoPlatformKey, Namesake, PlatformRefused, UnderWay.
        """
        async with self._alone(project):
            return await self._push(caller, skill_id, version, project)

    async def _push(
        self, caller: Caller, skill_id: str, version: str | None, project: str
    ) -> tuple[Pushed, Did]:
        found, skill = await self._published(skill_id, version)
        client, known = await self._client(project), await self._known(skill_id, project)
        wanted = self._wanted(skill_id, skill, known)
        sent = await _asked(bring(client, wanted))
        pushed = self._pushed(caller, project, found, wanted.content_digest, sent)
        same = next((one for one in known if one.version == found.version), None)
        is_noted = (
            same is not None and replace(pushed, pushed_at=same.pushed_at, pushed_by=same.pushed_by) == same
        )
        if same is not None and is_noted and sent.did is Did.ADOPTED:
            return same, Did.NOTHING
        async with self.database.begin() as tx:
            await store.put(tx, pushed)
            await outbox.record(tx, PUSHED, _fields(pushed, sent.did, caller))
        return pushed, sent.did

    async def preview(self, skill_id: str, version: str | None, project: str) -> Preview:
        """What a push would come to; it changes nothing. Raises as `push`."""
        found, skill = await self._published(skill_id, version)
        client, known = await self._client(project), await self._known(skill_id, project)
        sent = await _asked(would_bring(client, self._wanted(skill_id, skill, known)))
        noted = {(one.version, one.remote_id, one.remote_version) for one in known if one.is_default}
        is_noted = (found.version, sent.remote_id, sent.remote_version) in noted
        did = Did.NOTHING if is_noted and sent.did is Did.ADOPTED else sent.did
        there = (sent.remote_id or None, sent.remote_version or None)
        return Preview(did, project, found.skill_id, found.version, found.digest, *there)

    async def take_back(self, caller: Caller, skill_id: str, project: str) -> int:
        """Delete it there, with all versions; how many were noted. Raises NoPlatformKey, PlatformRefused, UnderWay."""
        async with self._alone(project):
            return await self._take_back(caller, skill_id, project)

    async def _take_back(self, caller: Caller, skill_id: str, project: str) -> int:
        client, known = await self._client(project), await self._known(skill_id, project)
        for remote_id in dict.fromkeys(one.remote_id for one in known):
            await _asked(_gone_or_deleted(client, remote_id))
        async with self.database.begin() as tx:
            count = await store.forget(tx, project, skill_id)
            if count:
                fields: dict[str, Json] = {"skill": skill_id, "project": project, "versions": count}
                await outbox.record(tx, TAKEN_BACK, fields | {"by": caller.id})
        return count

    @contextlib.asynccontextmanager
    async def _alone(self, project: str) -> AsyncIterator[None]:
        """Two at once would both find nothing there, and both create it."""
        async with self.database.begin() as tx:
            if not await store.is_alone(tx, project):
                raise UnderWay(
                    f"Something else is being pushed to the project {project}. Try again in a moment."
                )
            yield

    async def _published(self, skill_id: str, version: str | None) -> tuple[Version, Skill]:
        found = await self.registry.get(skill_id, version)
        if found.state is not State.PUBLISHED:
            raise NotPublished(_not_published(found))
        return found, load_skill(read_zip(await self.registry.archive(skill_id, found.version))[0])

    def _wanted(self, skill_id: str, skill: Skill, known: Sequence[Pushed]) -> Wanted:
        ids = tuple(dict.fromkeys(one.remote_id for one in known))
        return Wanted(skill.name, archive_of(skill), digest_of_sent(skill), ids, lambda: self._ours(skill_id))

    async def _ours(self, skill_id: str) -> frozenset[str]:
        """The digests of what the versions of it would send, whatever their state."""
        versions = [one.version for one in await self.registry.page(None, _VERSIONS, skill_id=skill_id)]
        archives = [await self.registry.archive(skill_id, one) for one in versions]
        return frozenset(digest_of_sent(load_skill(read_zip(one)[0])) for one in archives)

    async def _client(self, project: str) -> SkillsClient:
        async with self.database.read() as tx:
            sealed = await store.sealed_key(tx, project)
            if sealed is None:
                raise NoPlatformKey(
                    f"There is no key of the project {project}. Give one: `watchgate skills platform-key set --project {project}`."
                )
            sealer = await self.keyring.existing(tx, PLATFORM)
        return self.client_of(sealer.open(sealed, context=context_of(project)).decode())

    async def _known(self, skill_id: str, project: str) -> Sequence[Pushed]:
        async with self.database.read() as tx:
            return await store.of_skill(tx, skill_id, project)

    def _pushed(
        self, caller: Caller, project: str, version: Version, content_digest: str, sent: Sent
    ) -> Pushed:
        return Pushed(
            project=project,
            skill_id=version.skill_id,
            version=version.version,
            digest=version.digest,
            content_digest=content_digest,
            remote_id=sent.remote_id,
            remote_version=sent.remote_version,
            is_default=True,
            pushed_at=self.clock(),
            pushed_by=caller.id,
        )


def _not_published(version: Version) -> str:
    which = f"{version.skill_id} {version.version} is {version.state.value.replace('_', ' ')}."
    if version.state is State.WITHDRAWN:
        return f"{which} Push another version; `watchgate skills take-back {version.skill_id}` deletes what stands there."
    return f"{which} Publish it first: `watchgate skills publish {version.skill_id} {version.version}`."


async def _gone_or_deleted(client: SkillsClient, remote_id: str) -> None:
    try:
        await client.delete(remote_id)
    except Gone:
        return


async def _asked(asking: Awaitable[T]) -> T:
    """What OpenAI says no to, as a sentence with what to do."""
    try:
        return await asking
    except NeedsAttention as failure:
        raise PlatformRefused(f"{failure} {failure.remedy}") from None
    except OpenAIFailure as failure:
        raise PlatformRefused(
            f"{failure} Try again: what has arrived is found, and nothing is done twice."
        ) from None


def _fields(pushed: Pushed, did: Did, caller: Caller) -> dict[str, Json]:
    return {
        "skill": pushed.skill_id,
        "version": pushed.version,
        "digest": pushed.digest,
        "content_digest": pushed.content_digest,
        "project": pushed.project,
        "remote": pushed.remote_id,
        "remote_version": pushed.remote_version,
        "did": did.value,
        "by": caller.id,
    }
