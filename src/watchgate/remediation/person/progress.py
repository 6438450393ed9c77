"""How far is the erasure of a person, for those who ask for the request?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.model import Action, Origin
from watchgate.remediation.person.tables import person_erasure as table
from watchgate.remediation.request import Request

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class ErasureProgress:
    """`waiting` until every object is settled, then `erasing`, at last `erased` or `stopped`. `rows`: what went, and how many."""

    state: str = WAITING
    rows: Mapping[str, int] = field(default_factory=dict)
    begun_at: datetime | None = None
    finished_at: datetime | None = None


def is_erasure(request: Request) -> bool:
    """Everything of a person, deleted. (To redact it erases nobody.)"""
    return request.origin is Origin.PERSON and request.action is Action.DELETE


async def progress_of(tx: AsyncConnection, requests: Sequence[Request]) -> Mapping[str, ErasureProgress]:
    """Request → progress, of those that erase somebody."""
    found = {request.id: ErasureProgress() for request in requests if is_erasure(request)}
    if found:
        c = table.c
        query = select(c.request_id, c.state, c.rows, c.begun_at, c.finished_at).where(
            c.request_id.in_(found)
        )
        for request_id, *progress in await tx.execute(query):
            found[request_id] = ErasureProgress(*progress)
    return found
