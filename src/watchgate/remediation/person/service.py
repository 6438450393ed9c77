"""What is left of a person when all their objects are settled, and how does that go, whatever is interrupted?

    request verified ─► tombstone ─► rows ─► what quotes them ─► mentions ─► ledger ─► entry `person.erased`
                    └─► stopped: a legal hold, an object that could not be deleted, something that came after the plan

Every step can be repeated; what they are called is kept, sealed, until the last one is over. It begins only when the request
is verified: until then the objects' owner is needed to look whether they are gone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.ingest.store import erased_people
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.errors import UserError
from watchgate.ledger import outbox
from watchgate.remediation import events
from watchgate.remediation import store as requests
from watchgate.remediation.model import Kind, ObjectState, RequestState, Target
from watchgate.remediation.person import in_ledger, mentions, quoting, rows, store, written
from watchgate.remediation.person.marks import mark_of, shown
from watchgate.remediation.person.naming import by_any_part_of_the_name, by_id_and_address, by_name_too
from watchgate.remediation.person.progress import is_erasure
from watchgate.remediation.person.who import Who, ids, who
from watchgate.remediation.person.written import Named
from watchgate.remediation.ports import Holds
from watchgate.remediation.request import Request
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of
from watchgate.storage.sealing import Keyring, WorkspaceSealer

log = logging.getLogger("watchgate.remediation")

LEASE = timedelta(minutes=30)
_LOOKED_AT = 10_000
_AGAIN_AFTER = timedelta(seconds=2)
_GONE = {ObjectState.DONE, ObjectState.WAS_GONE, ObjectState.VERIFIED, ObjectState.NOT_VERIFIABLE}


class _Words(msgspec.Struct, frozen=True):
    """What is kept, sealed, as long as the erasure goes on. `requests`: those that were made about the person."""

    who: Who
    requests: tuple[str, ...]


class Stopped(Exception):
    """Something of the person has to stay, so nothing more is erased. The message says what, and what to do."""


Elsewhere = Callable[[UUID, tuple[str, ...], Callable[[str], bool]], Awaitable[int]]
"""Erases what is kept of a person in a workspace: (workspace, their user ids, does this text name them?) → how much it was."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One erasure: whose, with which key, and what stands in the place of each id."""

    request: Request
    who: Who
    sealer: WorkspaceSealer
    named: Named

    @property
    def instead(self) -> Mapping[str, str]:
        return {user_id: shown(mark_of(self.sealer, user_id)) for user_id in self.who.user_ids}


@dataclass(frozen=True, slots=True)
class PersonErasure:
    """Erases people whose objects are settled."""

    database: Database
    keyring: Keyring
    holds: Holds
    data_dir: Path
    clock: Clock
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    """What rooms above this one keep of people: by the name that the count has."""

    async def turn(self) -> int:
        """Begin what is due, and go on with what was interrupted; how many people were erased now."""
        async with self.database.read() as tx:
            due = await store.due(tx, self.clock())
        return sum([await self._try(request_id) for request_id in due])

    async def _try(self, request_id: str) -> bool:
        """One that cannot be gone on with holds up no other."""
        try:
            return await self.finish(request_id)
        except UserError as refused:  # a ledger that cannot be opened, a data key that is gone
            log.warning("person.erasure_waits: %s: %s", request_id, type(refused).__name__)
            return False

    async def finish(self, request_id: str) -> bool:
        """Erase what is left of the person of this request; True when it is over now. It may be asked at any time, repeatedly."""
        taken = await self._take(request_id)
        if taken is None:
            return False
        try:
            case = await self._case(request_id, taken)
            return await self._erase(case, dict(taken.rows))
        except Stopped as stopped:
            await self._stop(request_id, str(stopped))
            return False
        finally:
            await self._give_back(request_id)

    async def _take(self, request_id: str) -> Row[Any] | None:
        async with self.database.begin() as tx:
            request = await requests.by_id(tx, request_id)
            if request is None or not is_erasure(request) or request.state is not RequestState.VERIFIED:
                return None
            return await store.take(tx, request_id, request.workspace_id, self.clock(), LEASE)

    async def _give_back(self, request_id: str) -> None:
        async with self.database.begin() as tx:
            await store.change(tx, request_id, taken_until=self.clock() + _AGAIN_AFTER)

    async def _case(self, request_id: str, taken: Row[Any]) -> _Case:
        """Who it is: as it was written down when the erasure began; else as the catalogue has it now."""
        context = b"person:" + request_id.encode()
        async with self.database.begin() as tx:
            request = await requests.by_id(tx, request_id)
            assert request is not None
            sealer = await self.keyring.existing(tx, request.workspace_id)
            if taken.words_sealed is not None:
                words = msgspec.json.decode(
                    sealer.open(bytes(taken.words_sealed), context=context), type=_Words
                )
            else:
                words = await self._begin(tx, request, sealer)
                sealed = sealer.seal(msgspec.json.encode(words), context=context)
                await store.change(tx, request_id, words_sealed=sealed)
        person = words.who
        named = Named(by_name_too(person), by_any_part_of_the_name(person), frozenset(words.requests))
        return _Case(request, person, sealer, named)

    async def _begin(self, tx: AsyncConnection, request: Request, sealer: WorkspaceSealer) -> _Words:
        """From here on nothing of theirs comes back. Raises Stopped."""
        await erased_people.hold_ingest(await psycopg_of(tx), request.workspace_id)
        await self._check_nothing_has_to_stay(tx, request)
        workspace_id = request.workspace_id
        person = await who(tx, workspace_id, await _user_ids(tx, request), request.person_id or "")
        marks = [mark_of(sealer, word) for word in (*person.user_ids, *person.emails)]
        await store.bury(tx, workspace_id, marks, self.clock())
        about = await store.requests_about(tx, workspace_id, person)
        return _Words(person, tuple(sorted({request.id, *about})))

    async def _check_nothing_has_to_stay(self, tx: AsyncConnection, request: Request) -> None:
        counts = (await requests.counts(tx, [request.id])).get(request.id, {})
        if left := {state: count for state, count in counts.items() if ObjectState(state) not in _GONE}:
            said = ", ".join(f"{count} {state}" for state, count in sorted(left.items()))
            raise Stopped(
                f"Not all objects of the person are gone ({said}), so what is known of the person here stays as well."
                " Each object says why. Plan the erasure again when that is mended."
            )
        if count := await store.still_there(tx, request.id):
            raise Stopped(
                f"OpenAI still shows {count} objects that it said it had deleted, so nothing more was erased."
                " Ask OpenAI's support, then plan the erasure again."
            )
        user_ids = await _user_ids(tx, request)
        if count := await rows.still_owned(tx, request.workspace_id, user_ids):
            raise Stopped(
                f"{count} conversations or files of the person have come after the plan. Nothing more was erased:"
                " have the account deactivated, then plan the erasure again."
            )
        await self._check_not_held(tx, request, user_ids)

    async def _check_not_held(self, tx: AsyncConnection, request: Request, user_ids: tuple[str, ...]) -> None:
        """Would anything of theirs, whatever it is, be kept by a hold? Or what is left of theirs here?"""
        anything = [Target(Kind.MEMORY, f"of-{user_id}", user_id, "any") for user_id in user_ids]
        left = await rows.left(tx, request.workspace_id, user_ids, _LOOKED_AT)
        if held := await self.holds.holding(tx, request.workspace_id, [*anything, *left]):
            raise Stopped(
                f"A legal hold ({', '.join(sorted(set(held.values())))}) keeps what is known of the person."
                " Whoever placed it has to release it; then plan the erasure again."
            )

    async def _erase(self, case: _Case, done: dict[str, int]) -> bool:
        workspace_id, user_ids = case.request.workspace_id, case.who.user_ids
        for name, step in rows.STEPS:
            async with self.database.begin() as tx:
                await self._check_not_held(tx, case.request, user_ids)
                count = await rows.erase(tx, step, workspace_id, user_ids)
                await self._count(tx, case, done, name, count)
        quotes = quoting.Quoting(self.database)
        for name, place in quoting.PLACES.items():
            count = await quotes.erase(place, workspace_id, case.sealer, by_id_and_address(case.who))
            async with self.database.begin() as tx:
                await self._count(tx, case, done, name, count)
        for name, erase in self.elsewhere.items():
            count = await erase(workspace_id, user_ids, by_id_and_address(case.who).is_in)
            async with self.database.begin() as tx:
                await self._count(tx, case, done, name, count)
        async with self.database.begin() as tx:
            count = await written.take_out(tx, workspace_id, case.sealer, case.named)
            await self._count(tx, case, done, "texts", count)
        await self._mentions(case, done)
        return await self._in_ledger(case, done)

    async def _mentions(self, case: _Case, done: dict[str, int]) -> None:
        async with self.database.read() as tx:
            leaves = await mentions.leaves(tx)
        for leaf in leaves:
            async with self.database.begin() as tx:
                count = await mentions.replace(tx, leaf, case.request.workspace_id, case.who, case.instead)
                await self._count(tx, case, done, "mentions", count)

    async def _in_ledger(self, case: _Case, done: dict[str, int]) -> bool:
        """True when no log has to be waited for."""
        names = in_ledger.is_about(case.request.workspace_id, case.named)
        async with self.database.begin() as tx:
            count = await in_ledger.erase_waiting(tx, names)
            await self._count(tx, case, done, "ledger_payloads", count)
        request_id = case.request.id
        if not await asyncio.to_thread(in_ledger.is_over, self.data_dir, request_id):
            return False
        count, waiting = await asyncio.to_thread(in_ledger.erase, self.data_dir, names, request_id)
        async with self.database.begin() as tx:
            await self._count(tx, case, done, "ledger_payloads", count)
            if waiting:
                return False
            await self._end(tx, case, done)
        return True

    async def _count(
        self, tx: AsyncConnection, case: _Case, done: dict[str, int], name: str, count: int
    ) -> None:
        if count:
            done[name] = done.get(name, 0) + count
            await store.change(tx, case.request.id, rows=dict(done))

    async def _end(self, tx: AsyncConnection, case: _Case, done: Mapping[str, int]) -> None:
        request = case.request
        not_looked = _not_looked(request)
        note = _note(not_looked)
        await store.change(
            tx, request.id, state=store.ERASED, words_sealed=None, finished_at=self.clock(), note=note
        )
        await requests.change(tx, request.id, person_id=", ".join(case.instead.values()), note=note)
        said: dict[str, Json] = {
            "request": request.id,
            "workspace": str(request.workspace_id),
            "persons": [mark_of(case.sealer, user_id).hex() for user_id in case.who.user_ids],
            "rows": dict(done),
            "is_complete": not not_looked,
            "not_looked": list(not_looked),
        }
        await outbox.record(tx, events.PERSON_ERASED, said)

    async def _stop(self, request_id: str, why: str) -> None:
        log.warning("person.erasure_stopped: %s", request_id)
        async with self.database.begin() as tx:
            request = await requests.lock(tx, request_id)
            assert request is not None
            over = {"state": store.STOPPED, "words_sealed": None, "finished_at": self.clock(), "note": why}
            await store.change(tx, request_id, **over)
            await requests.change(tx, request_id, note=why)
            said: dict[str, Json] = {"request": request_id, "workspace": str(request.workspace_id)}
            await outbox.record(tx, events.PERSON_NOT_ERASED, said, {"why": why})


async def _user_ids(tx: AsyncConnection, request: Request) -> tuple[str, ...]:
    """As the plan found them; what is found by the same address later is not part of it."""
    planned = request.plan.get("person")
    found = planned.get("user_ids") if isinstance(planned, Mapping) else None
    if isinstance(found, list) and found:
        return tuple(str(one) for one in found)
    return await ids(tx, request.workspace_id, request.person_id or "")


def _not_looked(request: Request) -> tuple[str, ...]:
    planned = request.plan.get("person")
    found = planned.get("not_looked") if isinstance(planned, Mapping) else None
    return tuple(sorted(found)) if isinstance(found, Mapping) else ()


def _note(not_looked: tuple[str, ...]) -> str | None:
    if not not_looked:
        return None
    return (
        f"NOT COMPLETE: OpenAI could not be asked for {', '.join(one.replace('_', ' ') for one in not_looked)} of the person."
        " What is known here is erased; plan again, with the user's id, when OpenAI can be asked."
    )
