"""What is done with one object? Claimed, asked for, settled."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, replace
from enum import Enum, auto

from sqlalchemy.exc import DBAPIError

from watchgate.kernel.clock import Clock
from watchgate.openai.backoff import draw
from watchgate.openai.errors import OpenAIFailure, Unsure
from watchgate.remediation import store as requests
from watchgate.remediation.carrying_out.claiming import (
    LEASE,
    Capped,
    Claimed,
    Claims,
    NothingDue,
    Passed,
)
from watchgate.remediation.carrying_out.judging import Asked, Settled, Verdict, judge
from watchgate.remediation.carrying_out.settling import Settlement
from watchgate.remediation.model import ObjectState, RequestState
from watchgate.remediation.ports import Outcome, Upstream
from watchgate.remediation.writing import save
from watchgate.storage.database import Database

log = logging.getLogger("watchgate.remediation")

ACT_WITHIN_S = 90.0
"""The client waits for its turn and for the answer within less; this is for what hangs all the same."""
_SAID_AGAIN_S = LEASE.total_seconds() / 3
_SETTLED_WITHIN = 3


class Stepped(Enum):
    """What came of it."""

    GOES_ON = auto()
    WAITS = auto()
    """Nothing is due now."""
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Carrier:
    """Carries out requests, an object at a time."""

    database: Database
    upstream: Upstream
    claims: Claims
    settlement: Settlement
    clock: Clock

    async def step(self, request_id: str) -> Stepped:
        """The next object of the request."""
        claim = await self.claims.next(request_id, self.clock())
        match claim:
            case Claimed():
                if claim.request.note is not None:
                    await self._say(request_id, None)
                await self._settle(claim, await self._verdict(claim))
                return Stepped.GOES_ON
            case Passed():
                return Stepped.GOES_ON
            case Capped():
                await self._say_capped(request_id, claim)
                return Stepped.OVER
            case NothingDue():
                return Stepped.OVER if claim.is_over else Stepped.WAITS

    async def _settle(self, claim: Claimed, verdict: Verdict) -> None:
        """What OpenAI has done is written down, even if others hold the rows that go with it just now."""
        for tried in range(1, _SETTLED_WITHIN + 1):
            try:
                await self.settlement.settle(claim, verdict, self.clock())
            except DBAPIError as error:
                if tried == _SETTLED_WITHIN:
                    raise
                log.info("remediation.settles_again: %s: %s", claim.request.id, type(error).__name__)
                await asyncio.sleep(tried * draw())
            else:
                return

    async def _verdict(self, claim: Claimed) -> Verdict:
        if not claim.request.acts_upstream:
            return Settled(ObjectState.DONE, None, {})
        if (other := claim.gone_with) is not None:
            note = f"Its conversation was deleted with object number {other.number}."
            return Settled(ObjectState.DONE, other.upstream_status, other.upstream_answer or {}, note)
        asked = Asked(claim.object.attempts, claim.is_unclear, claim.is_recent)
        return judge(await self._act(claim), asked, draw())

    async def _act(self, claim: Claimed) -> Outcome | OpenAIFailure:
        request = claim.request
        at_it = asyncio.create_task(self._stay_at(claim))
        try:
            async with asyncio.timeout(ACT_WITHIN_S):
                return await self.upstream.act(request.workspace_id, request.action, claim.object.target)
        except OpenAIFailure as failure:
            log.info("remediation.not_answered: %s number %d: %s", request.id, claim.object.number, failure)
            return failure
        except TimeoutError:
            return Unsure(f"No answer within {ACT_WITHIN_S:.0f} seconds.", reason="timeout")
        finally:
            at_it.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await at_it

    async def _stay_at(self, claim: Claimed) -> None:
        """As long as it takes, nobody else asks for the object."""
        while True:
            await asyncio.sleep(_SAID_AGAIN_S)
            try:
                await self.claims.keep(claim, self.clock())
            except DBAPIError as error:  # then another asks as well, which does no harm
                log.warning("remediation.waits_for_database: %s", type(error).__name__)

    async def _say_capped(self, request_id: str, capped: Capped) -> None:
        note = (
            f"{self.claims.per_hour} objects of this workspace were asked for within an hour, the most that"
            f" remediation_per_hour allows. It goes on at {capped.until:%H:%M} UTC."
        )
        await self._say(request_id, note)

    async def _say(self, request_id: str, note: str | None) -> None:
        """Why it waits; None when it goes on."""
        async with self.database.begin() as tx:
            request = await requests.lock(tx, request_id)
            if request is not None and request.state is RequestState.RUNNING and request.note != note:
                await save(tx, request, replace(request, note=note))
