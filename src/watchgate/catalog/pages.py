"""Which messages of a conversation are on a page, and how are they read?"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.fitting import Fitted, fitting
from watchgate.catalog.model import Message, Order, Place
from watchgate.catalog.ports import SpansOf
from watchgate.catalog.reading import Reader
from watchgate.catalog.store import messages as store
from watchgate.catalog.thread_order import Node, in_thread_order

MAX_THREADED = 5_000
"""Versions in a conversation up to which it is put into the order of its thread; a longer one is read by time."""
MAX_VERSIONS_READ = 20_000
"""Of the messages of one page, all together; the newest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The messages of a page, and whether there are more."""

    order: Order
    page: Sequence[Fitted]
    has_more: bool


async def some_messages(
    tx: AsyncConnection, conversation: Row[Any], after: Place | None, limit: int
) -> Piece:
    """Up to *limit* messages from the first after *after*."""
    where = conversation.workspace_id, conversation.conversation_id
    order: Order = "thread" if conversation.version_count <= MAX_THREADED else "time"
    if order == "thread":
        nodes = _rest(in_thread_order(await store.links(tx, *where, MAX_THREADED)), after)
    else:
        nodes = await _by_time(tx, *where, after, limit + 1)
    page = fitting(nodes, limit)
    return Piece(order, page, has_more=len(page) < len(nodes))


async def these_messages(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, message_ids: Collection[str]
) -> Sequence[Fitted]:
    """These messages of the conversation, as many as exist and fit on a page."""
    links = await store.links_of(tx, workspace_id, conversation_id, message_ids, MAX_VERSIONS_READ)
    return fitting(in_thread_order(links), len(message_ids))


async def read_messages(
    tx: AsyncConnection, reader: Reader, conversation: Row[Any], page: Sequence[Fitted], spans_of: SpansOf
) -> list[Message]:
    """The messages of *page* with their texts."""
    workspace_id, conversation_id = conversation.workspace_id, conversation.conversation_id
    rows = await store.versions(
        tx, workspace_id, conversation_id, [link for fitted in page for link in fitted.shown]
    )
    versions = {(row.message_id, row.event_id): row for row in rows}
    with_findings = {(row.message_id, row.occurred_at) for row in rows if row.finding_count}
    spans = await spans_of(tx, workspace_id, conversation_id, with_findings) if with_findings else {}

    def read() -> list[Message]:
        return [
            Message(
                message_id=fitted.node.message_id,
                version_count=len(fitted.node.links),
                versions=tuple(
                    reader.version(
                        versions[link.message_id, link.event_id],
                        spans.get((link.message_id, link.occurred_at), ()),
                    )
                    for link in fitted.shown
                ),
            )
            for fitted in page
        ]

    return await asyncio.to_thread(read)


def place_of(node: Node) -> Place:
    return Place(node.first_at, node.message_id)


def _rest(nodes: Sequence[Node], after: Place | None) -> Sequence[Node]:
    """The nodes after the place; when its message is gone, those that are later."""
    if after is None:
        return nodes
    for index, node in enumerate(nodes):
        if node.message_id == after.message_id:
            return nodes[index + 1 :]
    return [node for node in nodes if node.first_at > after.first_at]


async def _by_time(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, after: Place | None, limit: int
) -> Sequence[Node]:
    """Up to *limit* messages, each where its first version stands."""
    found: list[Node] = []
    while len(found) < limit:
        links = await store.links_after(tx, workspace_id, conversation_id, after, limit)
        ids = {link.message_id for link in links}
        versions = await store.links_of(tx, workspace_id, conversation_id, ids, MAX_VERSIONS_READ)
        nodes = {node.message_id: node for node in in_thread_order({*versions, *links})}
        found += [nodes[link.message_id] for link in links if nodes[link.message_id].links[-1] == link]
        if len(links) < limit:
            break
        after = Place(links[-1].occurred_at, links[-1].message_id)
    return found[:limit]
