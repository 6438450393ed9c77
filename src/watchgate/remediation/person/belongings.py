"""What is a person's: in our catalogue, and in the lists that OpenAI keeps of each user?

Conversations and files are those that the catalogue knows (OpenAI lists none of them); everything else that has an owner
is asked for. What cannot be asked for is said, never passed over: an erasure that did not look is not complete.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.tables import conversation, event, file, message, person
from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure
from watchgate.remediation.model import Kind, Target
from watchgate.remediation.person.named_by_others import named_by_others
from watchgate.remediation.person.who import ids, who
from watchgate.remediation.resolving import Belongings
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring

LISTED = (Kind.LIBRARY_FILE, Kind.MEMORY, Kind.CANVAS, Kind.RECORDING, Kind.AUTOMATION)
"""What OpenAI has a list of for each user."""


class Lists(Protocol):
    """OpenAI's lists of one user's objects."""

    def listed(self, workspace_id: UUID, user_id: str, kind: Kind) -> AsyncIterator[Target]:
        """Raises the four words of `openai.errors`."""
        ...


@dataclass(frozen=True, slots=True)
class PersonsObjects:
    """Finds them. Changes nothing."""

    database: Database
    lists: Lists
    keyring: Keyring

    async def __call__(self, workspace_id: UUID, said: str) -> Belongings:
        """*said*: a user's id, or an e-mail address that the catalogue knows."""
        async with self.database.read() as tx:
            user_ids = await ids(tx, workspace_id, said)
            if not user_ids:
                return Belongings()
            known = await _known(tx, workspace_id, user_ids)
            is_known = bool(known) or await _was_seen(tx, workspace_id, user_ids)
            sealer = await self.keyring.existing(tx, workspace_id)
            called = await who(tx, workspace_id, user_ids, said)
            elsewhere = await named_by_others(tx, workspace_id, sealer, called)
        listed, not_looked = await self._listed(workspace_id, user_ids)
        return Belongings(
            user_ids, (*known, *listed), not_looked, is_known or bool(listed), named_by_others=elsewhere
        )

    async def _listed(
        self, workspace_id: UUID, user_ids: Sequence[str]
    ) -> tuple[list[Target], Mapping[Kind, str]]:
        found: list[Target] = []
        not_looked: dict[Kind, str] = {}
        for kind in LISTED:
            for user_id in user_ids:
                try:
                    async for one in self.lists.listed(workspace_id, user_id, kind):
                        found.append(one)  # noqa: PERF401 -- what was listed before a failure counts
                except Gone:  # OpenAI does not know the user (any more): nothing of theirs is left there
                    continue
                except NeedsAttention as refused:
                    not_looked[kind] = f"{refused} {refused.remedy}"
                except OpenAIFailure as failed:
                    not_looked[kind] = str(failed)
        return list(dict.fromkeys(found)), not_looked


async def _known(tx: AsyncConnection, workspace_id: UUID, user_ids: Sequence[str]) -> list[Target]:
    """Conversations, and the files that they uploaded anywhere."""
    found: list[Target] = []
    for kind, table, key in (
        (Kind.CONVERSATION, conversation, conversation.c.conversation_id),
        (Kind.FILE, file, file.c.file_id),
    ):
        query = (
            select(key, table.c.owner_id)
            .where(table.c.workspace_id == workspace_id, table.c.owner_id.in_(user_ids))
            .order_by(key)
        )
        found += [Target(kind, one, owner) for one, owner in await tx.execute(query)]
    return found


async def _was_seen(tx: AsyncConnection, workspace_id: UUID, user_ids: Sequence[str]) -> bool:
    """Is anything in the catalogue that is about them, though nothing is theirs?"""
    seen = or_(
        *(
            exists().where(table.c.workspace_id == workspace_id, column.in_(user_ids))
            for table, column in (
                (person, person.c.user_id),
                (message, message.c.author_id),
                (event, event.c.actor_id),
            )
        )
    )
    return bool((await tx.execute(select(seen))).scalar_one())
