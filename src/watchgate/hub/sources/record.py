"""What does a record tell of a run? That there was one, that it came to its end, and of which version exactly."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.records.model import Record
from watchgate.hub.sources.told import moment
from watchgate.hub.usage.model import Naming, Outcome, Sighting, Source
from watchgate.hub.usage.tables import NOWHERE
from watchgate.ingest.tables import skill_use
from watchgate.kernel.clock import rfc3339

KIND = "record"


async def put_aside(tx: AsyncConnection, record: Record, run_id: str | None) -> None:
    """To be taken with the rest: a skill that calls does not wait for sums to be brought up to date.

    A run with an id and no conversation went through a gateway, whose exchanges belong to no workspace.
    """
    is_of_gateway = run_id is not None and record.conversation_id is None
    told = {
        "record_id": record.id,
        "digest": record.digest,
        "at": rfc3339(record.received_at),
        "conversation_id": record.conversation_id,
        "run_id": run_id,
    }
    workspace_id = NOWHERE if is_of_gateway else record.workspace_id or NOWHERE
    row = {"workspace_id": workspace_id, "kind": KIND, "told": told}
    await tx.execute(skill_use.insert().values(row))


def sighting(told: Mapping[str, Any], workspace_id: UUID) -> Sighting:
    at = moment(told["at"])
    assert at is not None  # we have written it
    return Sighting(
        Source.RECORD,
        told["record_id"],
        Naming.DIGEST,
        told["digest"],
        at,
        workspace_id=workspace_id,
        conversation_id=told["conversation_id"],
        run_id=told["run_id"],
        outcome=Outcome.SUCCESS,
    )
