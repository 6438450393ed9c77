"""How does what a look saw become what is known? Row by row; where a state has changed, with its entry in the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.ledger import outbox
from watchgate.skills.presence import events, store, store_unmanaged
from watchgate.skills.presence.judging import Judged
from watchgate.skills.presence.model import Presence, State
from watchgate.skills.presence.sealing import name_bytes, seal_lines, seal_name
from watchgate.skills.presence.seeing import Sight
from watchgate.skills.targets.model import Target
from watchgate.storage.sealing import WorkspaceSealer


@dataclass(frozen=True, slots=True)
class Settling:
    """Writes down one look."""

    tx: AsyncConnection
    workspace_id: UUID
    target: Target
    sealer: WorkspaceSealer
    now: datetime

    async def settle(self, sight: Sight, registered: Mapping[str, str]) -> None:
        """The caller holds the lock of the look."""
        before = await store.of_target(self.tx, self.workspace_id, self.target)
        for skill_id, judged in sight.judged.items():
            await self._one(skill_id, judged, before.get(skill_id), is_registered=skill_id in registered)
        for skill_id in (
            before.keys() - sight.judged.keys()
        ):  # versions never go, but a database may be restored
            await store.remove(self.tx, self.workspace_id, skill_id, self.target)
        await self._strangers(sight)

    async def _one(
        self, skill_id: str, judged: Judged, before: Presence | None, *, is_registered: bool
    ) -> None:
        state = _settled(judged, before)
        is_new = before is None or before.state is not state
        gpt = judged.candidate.gpt if judged.candidate else None
        after = Presence(
            workspace_id=self.workspace_id,
            skill_id=skill_id,
            target=self.target,
            state=state,
            version=judged.version,
            object_id=judged.candidate.id if judged.candidate else None,
            visibility=gpt.visibility if gpt else None,
            recipients=len(gpt.recipients) if gpt and gpt.recipients is not None else None,
            changed_at=judged.changed_at,
            is_registered=is_registered and self.target is Target.CUSTOM_GPT,
            changes=judged.changes,
            since=self.now if before is None or is_new else before.since,
            looked_at=self.now,
        )
        await store.put(self.tx, after, seal_lines(self.sealer, skill_id, self.target, judged.changes))
        if _is_told(before, after):
            await self._tell(before, after)

    async def _tell(self, before: Presence | None, after: Presence) -> None:
        await outbox.record(
            self.tx,
            events.CHANGED,
            {
                "workspace": str(self.workspace_id),
                "skill": after.skill_id,
                "target": after.target.value,
                "from": before.state.value if before else None,
                "to": after.state.value,
                "version": after.version,
                "object": after.object_id or (before.object_id if before else None),
                "parts": sorted({one.part for one in after.changes}),
            },
        )

    async def _strangers(self, sight: Sight) -> None:
        known = await store_unmanaged.known(self.tx, self.workspace_id, self.target)
        rows = []
        for one in sight.strangers:
            fingerprint = self.sealer.fingerprint(name_bytes(one.name))
            if known.get(one.id) == (fingerprint, one.visibility, one.namesake_of):
                continue
            rows.append(
                {
                    "workspace_id": self.workspace_id,
                    "target": self.target.value,
                    "object_id": one.id,
                    "name_sealed": seal_name(self.sealer, self.target, one.id, one.name),
                    "name_fingerprint": fingerprint,
                    "visibility": one.visibility,
                    "namesake_of": one.namesake_of,
                    "first_seen_at": self.now,
                }
            )
        await store_unmanaged.put(self.tx, rows)
        gone = known.keys() - {one.id for one in sight.strangers}
        await store_unmanaged.remove(self.tx, self.workspace_id, self.target, gone)


def _settled(judged: Judged, before: Presence | None) -> State:
    """What was there and is not any more is removed, not missing."""
    if judged.state is State.MISSING and before is not None and before.state is not State.MISSING:
        return State.REMOVED
    return judged.state


def _is_told(before: Presence | None, after: Presence) -> bool:
    """That nothing was there, and still is not, is no news; that what has drifted stands for another drift is."""
    if before is None:
        return after.state is not State.MISSING
    drifts = (before.changes, after.changes)
    is_other_drift = [{(one.part, one.what, one.added, one.removed) for one in each} for each in drifts]
    return (
        before.state is not after.state
        or before.version != after.version
        or is_other_drift[0] != is_other_drift[1]
    )
