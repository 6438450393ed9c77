"""How does somebody get to see a text unmasked? By asking for it, with a reason; that they did is in the ledger before they see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog import events
from watchgate.catalog.errors import TooMuchAtOnce, UnknownMessage
from watchgate.catalog.masking import Span
from watchgate.catalog.model import Conversation, Message
from watchgate.catalog.pages import MAX_VERSIONS_READ, read_messages, these_messages
from watchgate.catalog.ports import VersionKey
from watchgate.catalog.reading import Reader
from watchgate.catalog.service import found_conversation
from watchgate.catalog.store.messages import links_of
from watchgate.ledger import outbox
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants to see which messages, and why. `reason` may name people: it goes into the entry's payload."""

    token_id: str
    token_name: str
    reason: str
    message_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Revealed:
    """The texts as they were. Messages in the order of the thread."""

    conversation: Conversation
    messages: Sequence[Message]


class Reveals:
    """Shows texts as they were written."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def reveal(self, workspace_id: UUID, conversation_id: str, request: Request) -> Revealed:
        """The conversation's title and the messages asked for.

        Raises UnknownConversation, UnknownMessage (then nothing is revealed), TooMuchAtOnce.
        """
        wanted = list(dict.fromkeys(request.message_ids))
        async with self._database.begin() as tx:
            row = await found_conversation(tx, workspace_id, conversation_id)
            page = await these_messages(tx, workspace_id, conversation_id, wanted)
            if len(page) < len(wanted):
                await _say_what_is_missing(tx, workspace_id, conversation_id, wanted)
            reader = Reader(await self._keyring.existing(tx, workspace_id), reveals=True)
            messages = await read_messages(tx, reader, row, page, _no_spans)
            revealed = Revealed(reader.conversation(row), messages)
            fields = {
                "workspace": str(workspace_id),
                "conversation": conversation_id,
                "messages": [message.message_id for message in messages],
                "token": request.token_id,
            }
            payload = {"reason": request.reason, "token_name": request.token_name}
            await outbox.record(tx, events.REVEALED, fields, payload)
        return revealed


async def _no_spans(
    _tx: AsyncConnection, _workspace_id: UUID, _conversation_id: str, _versions: Collection[VersionKey]
) -> Mapping[VersionKey, Sequence[Span]]:
    return {}


async def _say_what_is_missing(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, wanted: Sequence[str]
) -> NoReturn:
    links = await links_of(tx, workspace_id, conversation_id, wanted, MAX_VERSIONS_READ)
    if missing := set(wanted) - {link.message_id for link in links}:
        raise UnknownMessage(
            f"{len(missing)} of the {len(wanted)} messages are not in this conversation; nothing was revealed."
        )
    raise TooMuchAtOnce(
        "These messages are too long to be shown together; ask for fewer. Nothing was revealed."
    )
