"""What did a run in ChatGPT cost? A share of what the organisation's costs say of the person's hour: each answer counts the same.

OpenAI tells no cost of a conversation. So the dollars of a person's hour (contracts §1.3, COSTS) are divided by the answers that the
catalogue has of that hour, those without a skill too; a conversation with several skills divides its part among them. It is a share,
and is called `allocated`: long answers and dear models cost more than it says. Costs of an hour of which no conversation is known
stay unallocated.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.sources.told import moment
from watchgate.hub.usage.model import Basis, Cost, Naming, Sighting, Source
from watchgate.hub.usage.taking import take
from watchgate.ingest.digest.uses import COSTS
from watchgate.ingest.tables import skill_use
from watchgate.storage.database import Database

AT_ONCE = 500
_HOUR = timedelta(hours=1)
_MICRO = 1_000_000
_ANSWERS = text("""
SELECT c.conversation_id, count(*) AS answers FROM conversation c
JOIN message m ON m.workspace_id = c.workspace_id AND m.conversation_id = c.conversation_id
WHERE c.workspace_id = :workspace AND c.owner_id = :person AND c.last_message_at >= :hour AND c.first_message_at < :until
  AND m.occurred_at >= :hour AND m.occurred_at < :until AND m.author_type = 'assistant'
GROUP BY c.conversation_id
""")
_SKILLS = text("""
SELECT DISTINCT run_key, skill_id FROM usage_sighting
WHERE workspace_id = :workspace AND run_key = ANY(:keys) AND skill_id IS NOT NULL
""")


async def collect(database: Database, held: timedelta) -> int:
    """Divide what came before *held* ago; how many shares were new."""
    count = 0
    while True:
        async with database.begin() as tx:
            rows, new = await _step(tx, held)
        count += new
        if rows < AT_ONCE:
            return count


async def _step(tx: AsyncConnection, held: timedelta) -> tuple[int, int]:
    waits = (skill_use.c.kind == COSTS) & (skill_use.c.put_at <= func.now() - held)
    query = select(skill_use).where(waits).order_by(skill_use.c.id).limit(AT_ONCE)
    rows = (await tx.execute(query.with_for_update(skip_locked=True))).all()
    shares = [share for row in rows for share in await _shares(tx, row)]
    new = await take(tx, shares)
    if rows:
        await tx.execute(delete(skill_use).where(skill_use.c.id.in_([row.id for row in rows])))
    return len(rows), new


async def _shares(tx: AsyncConnection, row: Row[tuple[object, ...]]) -> Sequence[Sighting]:
    told, workspace_id = row.told, row.workspace_id
    hour = moment(told["hour"])
    assert hour is not None  # ingest has written it
    asked = {"workspace": workspace_id, "person": told["person"], "hour": hour, "until": hour + _HOUR}
    answers = {one.conversation_id: one.answers for one in await tx.execute(_ANSWERS, asked)}
    keys = {"workspace": workspace_id, "keys": [f"conversation:{one}" for one in answers]}
    skills: dict[str, list[str]] = {}
    for one in await tx.execute(_SKILLS, keys) if answers else ():
        skills.setdefault(one.run_key.removeprefix("conversation:"), []).append(one.skill_id)
    usd = Decimal(told["microusd"]) / _MICRO / (sum(answers.values()) or 1)
    return _sightings(told, workspace_id, hour, usd, answers, skills)


def _sightings(
    told: Mapping[str, str],
    workspace_id: UUID,
    hour: datetime,
    usd_an_answer: Decimal,
    answers: Mapping[str, int],
    skills: Mapping[str, Sequence[str]],
) -> list[Sighting]:
    return [
        Sighting(
            Source.COSTS,
            f"{told['event_id']}:{conversation}:{skill}",
            Naming.SKILL,
            skill,
            hour,
            workspace_id=workspace_id,
            person=told["person"],
            conversation_id=conversation,
            cost=Cost(usd_an_answer * answers[conversation] / len(named), Basis.ALLOCATED),
        )
        for conversation, named in sorted(skills.items())
        for skill in sorted(named)
    ]
