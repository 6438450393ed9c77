"""What does the catalogue show? Lists of what is there, and single conversations; texts masked."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.errors import UnknownConversation
from watchgate.catalog.model import (
    Conversation,
    ConversationFilter,
    File,
    FileFilter,
    Person,
    PersonFilter,
    Place,
    ThreadedConversation,
)
from watchgate.catalog.pages import place_of, read_messages, some_messages
from watchgate.catalog.ports import SpansOf
from watchgate.catalog.reading import Reader
from watchgate.catalog.store import conversations, files, people
from watchgate.catalog.store.newest import After
from watchgate.storage.database import Database
from watchgate.storage.sealing import DataKeyErased, Keyring, WorkspaceSealer

Item = TypeVar("Item")


class Catalogue:
    """Reads the catalogue. *spans_of* tells where something was found."""

    def __init__(self, database: Database, keyring: Keyring, spans_of: SpansOf) -> None:
        self._database = database
        self._keyring = keyring
        self._spans_of = spans_of

    async def conversations(
        self, wanted: ConversationFilter, limit: int, after: After | None = None
    ) -> Sequence[Conversation]:
        """Up to *limit* conversations, the one with the newest message first, from the first after *after*."""
        async with self._database.read() as tx:
            rows = await conversations.page(tx, wanted, after, limit)
            return await self._read_all(tx, rows, Reader.conversation)

    async def files(self, wanted: FileFilter, limit: int, after: After | None = None) -> Sequence[File]:
        """Up to *limit* files, the newest first, from the first after *after*."""
        async with self._database.read() as tx:
            rows = await files.page(tx, wanted, after, limit)
            return await self._read_all(tx, rows, Reader.file)

    async def people(
        self, wanted: PersonFilter, limit: int, after: tuple[UUID, str] | None = None
    ) -> Sequence[Person]:
        """Up to *limit* people, by workspace and user id, from the first after *after*."""
        async with self._database.read() as tx:
            return await people.page(tx, wanted, after, limit)

    async def thread(
        self, workspace_id: UUID, conversation_id: str, limit: int, after: Place | None = None
    ) -> ThreadedConversation:
        """The conversation, and up to *limit* of its messages from the first after *after*; fewer when they are long.

        Raises UnknownConversation.
        """
        async with self._database.read() as tx:
            row = await found_conversation(tx, workspace_id, conversation_id)
            reader = (await self._readers(tx, [workspace_id]))[workspace_id]
            piece = await some_messages(tx, row, after, limit)
            messages = await read_messages(tx, reader, row, piece.page, self._spans_of)
        return ThreadedConversation(
            conversation=await asyncio.to_thread(reader.conversation, row),
            order=piece.order,
            messages=tuple(messages),
            next_place=place_of(piece.page[-1].node) if piece.has_more else None,
        )

    async def _read_all(
        self, tx: AsyncConnection, rows: Sequence[Row[Any]], read: Callable[[Reader, Row[Any]], Item]
    ) -> Sequence[Item]:
        readers = await self._readers(tx, {row.workspace_id for row in rows})

        def read_rows() -> Sequence[Item]:
            return [read(readers[row.workspace_id], row) for row in rows]

        return await asyncio.to_thread(read_rows)

    async def _readers(self, tx: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, Reader]:
        return {one: Reader(await self._sealer(tx, one)) for one in ids}

    async def _sealer(self, tx: AsyncConnection, workspace_id: UUID) -> WorkspaceSealer | None:
        try:
            return await self._keyring.existing(tx, workspace_id)
        except DataKeyErased:  # the workspace is being removed: its rows go soon, its texts have gone
            return None


async def found_conversation(tx: AsyncConnection, workspace_id: UUID, conversation_id: str) -> Row[Any]:
    """The conversation's row. Raises UnknownConversation."""
    row = await conversations.one(tx, workspace_id, conversation_id)
    if row is None:
        raise UnknownConversation("There is no such conversation in the workspace.")
    return row
