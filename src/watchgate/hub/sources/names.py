"""What do sources call our skills? By the registry (id, digest), and by where they stand: ids of GPTs and workspace skills."""

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.usage.model import Naming
from watchgate.hub.usage.taking import Name
from watchgate.skills.presence.tables import registered_gpt, skill_presence
from watchgate.skills.pushing.tables import skill_push
from watchgate.skills.registry.tables import skill_version
from watchgate.skills.targets.model import Target

_NAMING = {Target.CUSTOM_GPT: Naming.GPT, Target.CHATGPT_SKILL: Naming.WORKSPACE_SKILL}


async def known(tx: AsyncConnection) -> list[Name]:
    """All of them, as of now. A version is known of what stands somewhere since it was seen to."""
    return [*[one async for one in _registered(tx)], *[one async for one in _present(tx)]]


async def _registered(tx: AsyncConnection) -> AsyncIterator[Name]:
    query = select(skill_version.c.skill_id, skill_version.c.version, skill_version.c.digest)
    for row in await tx.execute(query):
        yield Name(Naming.DIGEST, row.digest, row.skill_id, row.version)
        yield Name(Naming.SKILL, row.skill_id, row.skill_id)


async def _present(tx: AsyncConnection) -> AsyncIterator[Name]:
    seen = select(skill_presence).where(skill_presence.c.object_id.is_not(None))
    for row in await tx.execute(seen):
        yield Name(_NAMING[Target(row.target)], row.object_id, row.skill_id, row.version, row.since)
    for row in await tx.execute(select(skill_push)):
        yield Name(Naming.PLATFORM_SKILL, row.remote_id, row.skill_id, row.version, row.pushed_at)
    for row in await tx.execute(select(registered_gpt)):
        yield Name(Naming.GPT, row.gpt_id, row.skill_id, since=row.registered_at)
