"""What must retention leave alone? Whoever places legal holds says so; this room only asks."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Kept:
    """In one workspace. `people`: user ids; `is_everything`: nobody can say what is kept, so all of it is."""

    people: frozenset[str] = frozenset()
    conversations: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    is_everything: bool = False


Keeps = Callable[[AsyncConnection], Awaitable[Mapping[UUID, Kept]]]
"""What is kept, by workspace; empty when nothing is. Until the transaction ends nobody places another hold."""


async def keeps_nothing(_tx: AsyncConnection) -> Mapping[UUID, Kept]:
    """Where there are no legal holds."""
    return {}
