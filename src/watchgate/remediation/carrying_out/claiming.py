"""Which object is next, and may it be asked for? One transaction; what it decides stands before OpenAI hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.carrying_out import store
from watchgate.remediation.carrying_out.entries import record_failed, record_held
from watchgate.remediation.carrying_out.judging import MOST_ATTEMPTS
from watchgate.remediation.model import Kind, ObjectState, Target
from watchgate.remediation.ports import Holds
from watchgate.remediation.request import Request, RequestObject
from watchgate.remediation.store import places
from watchgate.storage.database import Database

LEASE = timedelta(seconds=20)
"""So long an object belongs to who claimed it, unless he says again that he is at it; then somebody else may ask."""
NEW_FOR = timedelta(hours=1)
_SIBLING_WAIT = timedelta(seconds=1)
_GONE = (ObjectState.DONE, ObjectState.WAS_GONE, ObjectState.VERIFIED, ObjectState.NOT_VERIFIABLE)


@dataclass(frozen=True, slots=True)
class Claimed:
    """It is to be asked for now. `is_unclear`: an earlier attempt may have removed it. `gone_with`: it went with that one."""

    request: Request
    object: RequestObject
    is_unclear: bool
    is_recent: bool
    gone_with: RequestObject | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """The object was settled, or has to wait; there may be others."""


@dataclass(frozen=True, slots=True)
class NothingDue:
    """`is_over`: nor will there be."""

    is_over: bool


@dataclass(frozen=True, slots=True)
class Capped:
    """The hour's cap is reached until then."""

    until: datetime


Claim = Claimed | Passed | NothingDue | Capped


@dataclass(frozen=True, slots=True)
class Claims:
    """Gives out objects. `per_hour`: deletions and isolations in a workspace; 0: no cap."""

    database: Database
    holds: Holds
    per_hour: int

    async def next(self, request_id: str, now: datetime) -> Claim:
        """The next object of the request. Whoever gets one has to settle it within `LEASE`."""
        async with self.database.begin() as tx:
            request = await store.share(tx, request_id)
            if request is None:
                return NothingDue(is_over=True)
            await store.one_at_a_time(tx, request.workspace_id)
            one = await store.next_due(tx, request, now)
            if one is None:
                return NothingDue(is_over=not await store.has_open(tx, request_id))
            return await self._decide(tx, request, one, now)

    async def keep(self, claimed: Claimed, now: datetime) -> None:
        """Whoever claimed it is still at it."""
        async with self.database.begin() as tx:
            one = await store.lock_object(tx, claimed.request.id, claimed.object.number)
            if one.state is ObjectState.ACTING and one.attempts == claimed.object.attempts:
                await store.change(tx, one, due_at=now + LEASE)

    async def _decide(
        self, tx: AsyncConnection, request: Request, one: RequestObject, now: datetime
    ) -> Claim:
        if hold_id := await self._hold(tx, request, one):
            return await _hold_back(tx, request, one, hold_id)
        if one.attempts >= MOST_ATTEMPTS:
            return await _give_up(tx, request, one)
        is_unclear = one.state is ObjectState.ACTING
        siblings = await store.same_upstream(tx, one) if request.acts_upstream else []
        if any(other.state is ObjectState.ACTING and _is_leased(other, now) for other in siblings):
            await store.change(tx, one, due_at=now + _SIBLING_WAIT)
            return Passed()
        gone_with = next((other for other in siblings if other.state in _GONE), None)
        asks = request.acts_upstream and gone_with is None
        if asks and (until := await self._capped_until(tx, one, now)):
            return Capped(until)
        claimed = replace(
            one,
            state=ObjectState.ACTING,
            attempts=one.attempts + asks,
            attempted_at=now if asks else one.attempted_at,
            due_at=now + LEASE,
        )
        await store.change(
            tx,
            one,
            state=claimed.state.value,
            attempts=claimed.attempts,
            attempted_at=claimed.attempted_at,
            due_at=claimed.due_at,
        )
        is_unclear = is_unclear or any(other.state is ObjectState.ACTING for other in siblings)
        is_recent = await _is_recent(tx, one, now)
        return Claimed(request, claimed, is_unclear, is_recent, gone_with)

    async def _hold(self, tx: AsyncConnection, request: Request, one: RequestObject) -> str | None:
        held = await self.holds.holding(tx, request.workspace_id, _touched(request, one))
        return next(iter(held.values()), None)

    async def _capped_until(self, tx: AsyncConnection, one: RequestObject, now: datetime) -> datetime | None:
        if self.per_hour == 0 or (one.attempted_at is not None and one.attempted_at > now - store.HOUR):
            return None  # what is asked for again has been counted
        asked_at = await store.asked_for_before(tx, one.workspace_id, now, self.per_hour)
        return asked_at + store.HOUR if asked_at is not None else None


def _touched(request: Request, one: RequestObject) -> Sequence[Target]:
    """What goes: the object, and with a message that is deleted at OpenAI its whole conversation."""
    target = one.target
    if target.kind is Kind.MESSAGE and request.acts_upstream and target.parent_id is not None:
        return [target, Target(Kind.CONVERSATION, target.parent_id, target.owner_id)]
    return [target]


def _is_leased(one: RequestObject, now: datetime) -> bool:
    return one.due_at is not None and one.due_at > now


async def _is_recent(tx: AsyncConnection, one: RequestObject, now: datetime) -> bool:
    place = (await places.of(tx, one.workspace_id, [one.target])).get(one.target)
    return place is not None and place.last_at > now - NEW_FOR


async def _hold_back(tx: AsyncConnection, request: Request, one: RequestObject, hold_id: str) -> Passed:
    note = f"The legal hold {hold_id} keeps it."
    if one.state is ObjectState.ACTING:
        note += " It had been asked for before that, without an answer: whether it is gone is not known."
    held = replace(one, state=ObjectState.HELD, note=note, due_at=None)
    await store.change(tx, one, state=held.state.value, note=note, due_at=None)
    await record_held(tx, request, held, hold_id)
    return Passed()


async def _give_up(tx: AsyncConnection, request: Request, one: RequestObject) -> Passed:
    """Whoever asked for it has died each time."""
    note = f"It was asked for {one.attempts} times, and never settled. Whether it is gone is not known."
    failed = replace(one, state=ObjectState.FAILED, note=note, due_at=None)
    await store.change(tx, one, state=failed.state.value, note=note, due_at=None)
    await record_failed(tx, request, failed)
    return Passed()
