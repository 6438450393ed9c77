"""A legal hold that is placed while a request runs: nothing is asked for that it keeps, however close it comes."""

import asyncio
from datetime import timedelta

import pytest

from integration.catalog.workplace import ACME
from integration.remediation.conftest import CALLERS
from integration.remediation.hands import Hands
from watchgate.kernel.content import Content
from watchgate.openai.errors import Unsure
from watchgate.remediation.holds.model import On, Subject
from watchgate.remediation.holds.room import holds_on

TWO = [{"kind": "conversation", "id": "c1"}, {"kind": "conversation", "id": "c2"}]
ON_USER_2 = Subject(On.PERSON, Content("user-2"))
ON_C1 = Subject(On.CONVERSATION, Content("c1"))


@pytest.fixture
def hands(place):
    place.holds = holds_on(place.database, place.workplace.keyring, lambda: place.now)
    return Hands(place)


async def hold(place, subject):
    return await place.holds.place(CALLERS["root"], ACME, subject, Content("A lawsuit"))


async def test_what_is_placed_while_an_object_is_under_way_keeps_the_next(place, hands):
    async def held_meanwhile(upstream, target):
        await hold(place, ON_USER_2)

    hands.upstream.answers["c1"] = [held_meanwhile]
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["done", "held"]
    assert hands.upstream.changed == [("delete", "c1")]


async def test_what_was_asked_for_without_an_answer_is_not_asked_for_again_under_a_hold(place, hands):
    hands.upstream.answers["c1"] = [Unsure("The server failed (503).", reason="server", status=503)]
    request = await place.approved(targets=TWO[:1])
    await hands.carrying_out.start_due()
    await hands.carry_out(request["id"])
    await hold(place, ON_C1)
    place.now += timedelta(minutes=1)

    await hands.carry_out(request["id"])

    [one] = await hands.objects(request["id"])
    assert one.state == "held"
    assert "whether it is gone is not known" in one.note
    assert hands.upstream.changed == [("delete", "c1")]


async def test_a_hold_on_a_query_keeps_the_conversation_of_a_message_that_is_deleted_with_it(place, hands):
    request = await place.approved(
        action="redact", also_upstream=True, targets=[{"kind": "message", "id": "m3"}]
    )
    await hands.carrying_out.start_due()
    await hold(place, Subject(On.QUERY, query={"entity": "EMAIL_ADDRESS"}))

    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["held"]
    assert hands.upstream.changed == []


async def test_a_hold_and_a_step_that_meet_agree_on_who_was_first(place, hands):
    for _ in range(5):
        hands.upstream.gone.clear()
        hands.upstream.asked.clear()
        request = await place.approved(targets=TWO)
        await hands.carrying_out.start_due()

        placing = asyncio.create_task(hold(place, ON_USER_2))
        await hands.carry_out(request["id"])
        placed = await placing

        first, second = await hands.states(request["id"])
        assert first == "done"
        assert second == ("done" if ("delete", "c2") in hands.upstream.changed else "held")
        await place.holds.release(CALLERS["root"], placed.id, Content("Over"))


async def test_an_emergency_does_not_get_round_a_hold(place, hands):
    planned = await place.planned("eve", targets=TWO)
    await hold(place, ON_C1)
    answer = await place.api("eve").post(
        f"/requests/{planned['id']}/emergency", json={"reason": "At once, please"}
    )
    assert answer.status_code == 200, answer.text

    await hands.carry_out(planned["id"])

    assert await hands.states(planned["id"]) == ["held", "done"]
    assert hands.upstream.changed == [("delete", "c2")]


async def test_pausing_and_going_on_does_not_get_round_a_hold(place, hands):
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()
    assert (await place.api("bo").post(f"/requests/{request['id']}/pause")).status_code == 200
    await hold(place, ON_C1)
    assert (await place.api("ann").post(f"/requests/{request['id']}/resume")).status_code == 200

    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["held", "done"]


async def test_an_approval_from_before_does_not_get_round_a_hold(place, hands):
    request = await place.approved(targets=TWO[:1])
    await hold(place, ON_C1)
    answer = await place.api("ann").post(f"/requests/{request['id']}/run")
    assert answer.status_code == 200, answer.text

    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["held"]
    assert hands.upstream.changed == []


async def test_a_request_of_which_everything_is_held_is_refused(place, hands):
    planned = await place.planned(targets=TWO[:1])
    await hold(place, ON_C1)

    answer = await place.api("ann").post(f"/requests/{planned['id']}/request")

    assert answer.status_code == 409
    assert "hold" in answer.json()["detail"]
