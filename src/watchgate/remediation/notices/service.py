"""How does a notice get to its owner? Written down with what causes it, sent by a job, tried again with growing pauses.

At least once: a process that dies between sending and noting it leaves the notice to be sent again, with the same id.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.remediation import events
from watchgate.remediation.notices import store
from watchgate.remediation.notices.configuration import Notifying
from watchgate.remediation.notices.mail import Mail
from watchgate.remediation.notices.model import Channel, Facts, Letter, NotDelivered, Notice, NoticeState
from watchgate.remediation.notices.webhook import WebhookPost
from watchgate.storage.database import Database
from watchgate.storage.sealing import DataKeyErased, Keyring

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 12
_AT_ONCE = 50


class Sends(Protocol):
    """A way for letters."""

    async def send(self, letter: Letter) -> None:
        """Raises NotDelivered."""
        ...


@dataclass(frozen=True, slots=True)
class To:
    """Whom a notice is for. Without an address there is nobody to tell, which is written down."""

    workspace_id: UUID
    owner_id: str
    address: Content | None


class Notices:
    """Notices, on the ways that the settings name."""

    def __init__(self, database: Database, keyring: Keyring, said: Notifying, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self.contact = said.contact
        self._ways: dict[Channel, Sends] = {}
        if said.mail is not None:
            self._ways[Channel.MAIL] = Mail(said.mail, said.templates, clock)
        if said.webhook is not None:
            self._ways[Channel.WEBHOOK] = WebhookPost(said.webhook, clock)

    def offers(self, channel: Channel) -> bool:
        """Do the settings name this way?"""
        return channel in self._ways

    async def add(self, tx: AsyncConnection, request_id: str, to: To, channel: Channel, facts: Facts) -> bool:
        """Have a notice sent if, and only if, this transaction is committed. False when there is one already."""
        now = self._clock()
        notice_id = new_id("ntc")
        sealed = await self._sealed(tx, notice_id, to)
        state = NoticeState.WAITING if sealed else NoticeState.FAILED
        problem = None if sealed else "the owner has no address in the catalogue"
        notice = Notice(
            *(notice_id, to.workspace_id, request_id, to.owner_id, channel, facts, state, 0, now),
            problem=problem,
            address_sealed=sealed,
        )
        is_new = await store.add(tx, notice, now if sealed else None)
        if is_new and problem:
            await _record(tx, events.NOTICE_FAILED, notice, {"reason": problem})
        return is_new

    async def _sealed(self, tx: AsyncConnection, notice_id: str, to: To) -> bytes | None:
        if to.address is None:
            return None
        sealer = await self._keyring.existing(tx, to.workspace_id)
        return sealer.seal(to.address.reveal().encode(), context=_context(notice_id))

    async def send_due(self) -> int:
        """Send what is due; how many got through."""
        sent = 0
        for _ in range(_AT_ONCE):
            async with self._database.begin() as tx:
                notice = await store.take_due(tx, self._clock(), LEASE)
            if notice is None:
                break
            sent += await self._send(notice)
        return sent

    async def of_request(self, request_id: str, after: str, limit: int) -> list[Notice]:
        """What became of the notices about a request."""
        async with self._database.read() as tx:
            return list(await store.of_request(tx, request_id, after, limit))

    async def _send(self, notice: Notice) -> bool:
        try:
            await self._way(notice.channel).send(await self._letter(notice))
        except NotDelivered as problem:
            await self._settle_failure(notice, problem)
            return False
        async with self._database.begin() as tx:
            now = self._clock()
            done = {"state": NoticeState.SENT.value, "sent_at": now, "problem": None}
            await store.settle(tx, notice.id, {**done, "next_at": None, "address_sealed": None})
            await _record(tx, events.NOTICE_SENT, notice, {"attempts": notice.attempts})
        return True

    def _way(self, channel: Channel) -> Sends:
        way = self._ways.get(channel)
        if way is None:
            raise NotDelivered(f"the settings no longer name a {channel}", is_final=False)
        return way

    async def _letter(self, notice: Notice) -> Letter:
        if notice.address_sealed is None:
            raise NotDelivered("the owner's address was erased", is_final=True)
        try:
            async with self._database.read() as tx:
                sealer = await self._keyring.existing(tx, notice.workspace_id)
        except DataKeyErased:
            raise NotDelivered("the workspace was erased", is_final=True) from None
        address = sealer.open(notice.address_sealed, context=_context(notice.id)).decode()
        return Letter(notice.id, Content(address), notice.owner_id, notice.facts)

    async def _settle_failure(self, notice: Notice, problem: NotDelivered) -> None:
        log.warning("notice.not_delivered: %s: %s", notice.id, problem.reason)
        is_over = problem.is_final or notice.attempts >= MOST_ATTEMPTS
        async with self._database.begin() as tx:
            if is_over:
                over = {"state": NoticeState.FAILED.value, "next_at": None, "address_sealed": None}
                await store.settle(tx, notice.id, {**over, "problem": problem.reason})
                await _record(tx, events.NOTICE_FAILED, notice, {"reason": problem.reason})
            else:
                again = {"next_at": next_try(self._clock(), notice.attempts), "problem": problem.reason}
                await store.settle(tx, notice.id, again)


def next_try(now: datetime, attempts: int) -> datetime:
    """Twice as long after each attempt."""
    pause: timedelta = FIRST_PAUSE * 2 ** (attempts - 1)
    return now + min(pause, LONGEST_PAUSE)


async def _record(tx: AsyncConnection, word: str, notice: Notice, more: dict[str, Json]) -> None:
    about: dict[str, Json] = {
        "notice": notice.id,
        "request": notice.request_id,
        "workspace": str(notice.workspace_id),
        "channel": notice.channel.value,
    }
    await outbox.record(tx, word, about | more, {"owner": notice.owner_id})


def _context(notice_id: str) -> bytes:
    return b"notice:" + notice_id.encode()
