"""What becomes of entitlements of a person who is erased? What was said of them goes, and reasons that name them say so no more."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, update

from watchgate.skills.entitlements import store
from watchgate.skills.entitlements.sealing import context_of
from watchgate.skills.entitlements.tables import directory_member, skill_exception
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring

_INSTEAD = b"[erased]"


@dataclass(frozen=True, slots=True)
class EntitlementErasure:
    """Goes through what is said of single people."""

    database: Database
    keyring: Keyring

    async def erase(self, workspace_id: UUID, user_ids: tuple[str, ...], names: Callable[[str], bool]) -> int:
        """How many rows were deleted or changed."""
        count = 0
        async with self.database.begin() as tx:
            for table in (skill_exception, directory_member):
                theirs = (table.c.workspace_id == workspace_id) & table.c.user_id.in_(user_ids)
                count += (await tx.execute(delete(table).where(theirs))).rowcount
            rows = await store.exceptions_of(tx, workspace_id)
            sealer = await self.keyring.existing(tx, workspace_id) if rows else None
            for row in rows:
                context = context_of(row.skill_id, row.user_id)
                if sealer is None or not names(
                    sealer.open(bytes(row.reason_sealed), context=context).decode()
                ):
                    continue
                this = (
                    (skill_exception.c.workspace_id == workspace_id)
                    & (skill_exception.c.skill_id == row.skill_id)
                    & (skill_exception.c.user_id == row.user_id)
                )
                sealed = sealer.seal(_INSTEAD, context=context)
                await tx.execute(update(skill_exception).where(this).values(reason_sealed=sealed))
                count += 1
        return count
