"""Which skills may leave records? Keys are made, listed, revoked and recognised here; the ledger has the first and the last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from watchgate.http.permissions import Caller
from watchgate.hub.keys import store
from watchgate.hub.keys.model import PREFIX, SkillKey, UnknownKey, hash_of, mint
from watchgate.kernel.clock import Clock
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.skills.registry.service import Registry
from watchgate.storage.database import Database

MADE = "skill_key.made"
REVOKED = "skill_key.revoked"


@dataclass(frozen=True, slots=True)
class SkillKeys:
    """Keys of skills, in the database."""

    database: Database
    registry: Registry
    clock: Clock

    async def make(self, caller: Caller, skill_id: str, workspace_id: UUID | None) -> tuple[SkillKey, str]:
        """A new key of a skill that is in use, and its secret, which cannot be had again. Raises UnknownVersion."""
        await self.registry.get(skill_id)
        secret = mint()
        key = SkillKey(new_id("sk"), skill_id, workspace_id, self.clock(), caller.id)
        async with self.database.begin() as tx:
            await store.insert(tx, key, hash_of(secret))
            workspace = str(workspace_id) if workspace_id else None
            await outbox.record(
                tx, MADE, {"key": key.id, "skill": skill_id, "workspace": workspace, "by": caller.id}
            )
        return key, secret

    async def page(
        self, limit: int, after: str | None = None, skill_id: str | None = None
    ) -> Sequence[SkillKey]:
        """Newest first, with those that are revoked."""
        async with self.database.read() as tx:
            return await store.page(tx, limit, after, skill_id)

    async def revoke(self, caller: Caller, key_id: str) -> SkillKey:
        """End a key at once; doing so twice changes nothing. Raises UnknownKey."""
        async with self.database.begin() as tx:
            key = await store.by_id(tx, key_id, to_change=True)
            if key is None:
                raise UnknownKey("There is no such key. `watchgate hub keys list` shows those there are.")
            if key.revoked_at is None:
                key = replace(key, revoked_at=self.clock())
                await store.mark_revoked(tx, key_id, self.clock())
                await outbox.record(tx, REVOKED, {"key": key_id, "skill": key.skill_id, "by": caller.id})
        return key

    async def authenticate(self, secret: str) -> Caller | None:
        """Whose key is this? None when it is no skill's key, or revoked."""
        if not secret.startswith(PREFIX):
            return None
        async with self.database.read() as tx:
            key = await store.by_hash(tx, hash_of(secret))
        return key.as_caller() if key is not None and key.revoked_at is None else None
