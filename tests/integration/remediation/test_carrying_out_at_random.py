"""Whatever fails, dies, stops or is held on the way, in whatever order: what is settled is true, and settled once."""

import contextlib
import random
from collections import Counter
from datetime import timedelta

import pytest

from integration.remediation.hands import Hands
from watchgate.openai.errors import NeedsAttention, TryAgain, Unsure
from watchgate.remediation.carrying_out.judging import MOST_ATTEMPTS
from watchgate.remediation.ports import Outcome

TARGETS = [{"kind": "gpt", "id": f"g-{number}"} for number in range(5)]
SETTLED = {"done", "held", "cancelled"}


class Killed(BaseException):
    """The worker died."""


class Chance:
    """What OpenAI, people and machines do, drawn from one seed. `asked` has each question with what was held then."""

    def __init__(self, hands, seed):
        self.hands = hands
        self.random = random.Random(seed)
        self.deleted = Counter()
        self.asked_though_held = []
        hands.upstream.act = self.act

    async def act(self, workspace_id, action, target):  # noqa: ARG002 -- as the port has it
        if target.id in self.hands.place.holds.kept:
            self.asked_though_held.append(target.id)
        befalls = self.random.choice(["nothing", "nothing", "refused", "limited", "dies", "fails"])
        has_effect = self.random.random() < 0.5
        if befalls == "limited":
            raise TryAgain("Too many (429).", reason="rate_limited", status=429)
        if befalls == "refused":
            raise NeedsAttention("Refused (403).", "Grant the scope.", status=403)
        was_there = target.id not in self.hands.upstream.gone
        if has_effect or befalls == "nothing":
            self.deleted[target.id] += was_there
            self.hands.upstream.gone.add(target.id)
        if befalls == "dies":
            raise Killed
        if befalls == "fails":
            raise Unsure("The server failed (503).", reason="server", status=503)
        return Outcome(200 if was_there else 404, {}, was_there)

    async def something(self, request_id):
        """A step, or what a person or time does."""
        place = self.hands.place
        match self.random.choice(["step", "step", "step", "step", "time", "pause", "resume", "hold"]):
            case "step":
                with contextlib.suppress(Killed):
                    await self.hands.carrier.step(request_id)
            case "time":
                place.now += timedelta(seconds=self.random.choice([1, 10, 30]))
            case "hold" if self.random.random() < 0.2:
                place.holds.kept[self.random.choice(TARGETS)["id"]] = "hld_1"
            case "pause" | "resume" as step:
                await place.api("eve").post(f"/requests/{request_id}/{step}")


@pytest.mark.parametrize("seed", range(8))
async def test_what_is_settled_is_true(place, seed):
    hands = Hands(place)
    chance = Chance(hands, seed)
    request = await place.approved(targets=TARGETS)
    await hands.carrying_out.start_due()

    for _ in range(40):
        await chance.something(request["id"])
    if seed % 3 == 0:
        await place.api("eve").post(f"/requests/{request['id']}/cancel")
    for _ in range(MOST_ATTEMPTS * 60):
        is_over = await place.state(request["id"]) in {"done", "cancelled"}
        if is_over and not {"waiting", "acting"} & set(await hands.states(request["id"])):
            break
        await place.api("eve").post(f"/requests/{request['id']}/resume")
        place.now += timedelta(seconds=30)
        with contextlib.suppress(Killed):
            await hands.carry_out(request["id"])

    objects = await hands.objects(request["id"])
    by_state = {
        state: {one.target.id for one in objects if one.state == state} for state in SETTLED | {"failed"}
    }
    assert sum(map(len, by_state.values())) == len(TARGETS)
    assert by_state["done"] <= hands.upstream.gone
    assert not by_state["cancelled"] & hands.upstream.gone
    assert set(chance.deleted.values()) <= {0, 1}
    assert chance.asked_though_held == []
    assert Counter(object_id for _, object_id in hands.own_copy.removed) == dict.fromkeys(by_state["done"], 1)
    assert (await hands.words()).count("object_done") == len(by_state["done"])
