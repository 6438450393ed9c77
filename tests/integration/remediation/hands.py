"""Somebody who carries out: the real claims, steps and settlements over the ports' stand-ins, one step at a time."""
# ruff: noqa: ARG002 -- a port says what is asked; these need not look at all of it

import asyncio

from integration.remediation import other_side
from watchgate.remediation import store
from watchgate.remediation.carrying_out.claiming import Claims
from watchgate.remediation.carrying_out.finishing import Finishing
from watchgate.remediation.carrying_out.service import CarryingOut
from watchgate.remediation.carrying_out.settling import Settlement
from watchgate.remediation.carrying_out.step import Carrier, Stepped


class Upstream(other_side.Upstream):
    """Answers as scripted first: `answers[id]` is a list of failures to raise; a function is called before the deletion."""

    def __init__(self):
        super().__init__()
        self.answers = {}

    async def act(self, workspace_id, action, target):
        scripted = self.answers.get(target.id, [])
        if scripted:
            answer = scripted.pop(0)
            if isinstance(answer, Exception):
                self.asked.append((action.value, target.id))
                raise answer
            await answer(self, target)
        return await super().act(workspace_id, action, target)


class OwnCopy(other_side.OwnCopy):
    """`removed` has every removal in order; `breaks` makes it fail."""

    def __init__(self):
        self.removed = []
        self.breaks = False

    async def remove(self, tx, workspace_id, action, target):
        if self.breaks:
            raise RuntimeError("a defect of ours")
        self.removed.append((action.value, target.id))
        return {"messages": 2}


class Hands:
    """Carries out what a place has approved."""

    def __init__(self, place, *, per_hour=0):
        self.place = place
        self.upstream = place.upstream = Upstream()
        self.own_copy = place.own_copy = OwnCopy()
        self.carrying_out = place.carrying_out = CarryingOut(
            place.database, place.workplace.keyring, lambda: place.now
        )
        self.per_hour = per_hour

    @property
    def carrier(self):
        place = self.place
        claims = Claims(place.database, place.holds, self.per_hour)
        settlement = Settlement(place.database, self.own_copy)
        return Carrier(place.database, self.upstream, claims, settlement, lambda: place.now)

    async def carry_out(self, request_id, *, lanes=1):
        """Every step that can be taken now; how it ended."""

        async def lane():
            while (stepped := await self.carrier.step(request_id)) is Stepped.GOES_ON:
                pass
            return stepped

        ended = await asyncio.gather(*(lane() for _ in range(lanes)))
        await Finishing(self.place.database, lambda: self.place.now).finish(request_id)
        return ended[0]

    async def objects(self, request_id):
        async with self.place.database.read() as tx:
            return list(await store.objects(tx, request_id, 0, 100))

    async def states(self, request_id):
        return [one.state.value for one in await self.objects(request_id)]

    async def words(self):
        """What the ledger says since the request was approved."""
        words = [word.removeprefix("remediation.") for word, _, _ in await self.place.entries()]
        return words[words.index("approved") + 1 :]
