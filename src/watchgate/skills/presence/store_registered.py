"""How is it kept which GPT somebody has said to be which skill?"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.skills.presence.tables import registered_gpt as table


async def of_workspace(tx: AsyncConnection, workspace_id: UUID) -> Mapping[str, str]:
    """Skill → GPT."""
    query = select(table.c.skill_id, table.c.gpt_id).where(table.c.workspace_id == workspace_id)
    return {row.skill_id: row.gpt_id for row in await tx.execute(query)}


async def put(
    tx: AsyncConnection, workspace_id: UUID, skill_id: str, gpt_id: str, now: datetime, by: str
) -> None:
    """In place of the one that stood for the skill before."""
    told = {"gpt_id": gpt_id, "registered_at": now, "registered_by": by}
    new = insert(table).values(workspace_id=workspace_id, skill_id=skill_id, **told)
    key = [table.c.workspace_id, table.c.skill_id]
    await tx.execute(new.on_conflict_do_update(index_elements=key, set_=told))


async def remove(tx: AsyncConnection, workspace_id: UUID, skill_id: str) -> bool:
    """False when there was none."""
    gone = delete(table).where(table.c.workspace_id == workspace_id, table.c.skill_id == skill_id)
    return (await tx.execute(gone)).rowcount > 0
