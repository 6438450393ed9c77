"""An approved request is carried out object by object; whatever happens on the way, each object says what became of it."""

import asyncio
from datetime import timedelta

import pytest

from integration.catalog.workplace import ACME
from integration.remediation.conftest import CALLERS
from integration.remediation.hands import Hands
from watchgate.kernel.content import Content
from watchgate.openai.errors import NeedsAttention, TryAgain, Unexpected, Unsure
from watchgate.remediation.carrying_out.claiming import LEASE
from watchgate.remediation.carrying_out.judging import MOST_ATTEMPTS
from watchgate.remediation.carrying_out.step import Stepped

TWO = [{"kind": "conversation", "id": "c1"}, {"kind": "conversation", "id": "c2"}]
MESSAGES = [{"kind": "message", "id": one} for one in ("m1", "m2", "m4")]


@pytest.fixture
def hands(place):
    return Hands(place)


def busy():
    return Unsure("The server failed (503).", reason="server", status=503)


def limited():
    return TryAgain("Too many requests (429).", reason="rate_limited", after=timedelta(seconds=7), status=429)


async def test_what_was_approved_begins_by_itself_and_is_done(place, hands):
    request = await place.approved(targets=TWO)

    assert await hands.carrying_out.start_due() == 1
    await hands.carry_out(request["id"])

    assert await place.state(request["id"]) == "done"
    assert hands.upstream.changed == [("delete", "c1"), ("delete", "c2")]
    assert hands.own_copy.removed == [("delete", "c1"), ("delete", "c2")]
    assert await hands.words() == ["started", "object_done", "object_done", "finished"]
    one = (await hands.objects(request["id"]))[0]
    assert (one.state, one.upstream_status, one.attempts) == ("done", 200, 1)
    assert one.upstream_answer == {"deleted": True, "id": "c1"}


async def test_each_object_has_an_entry_that_says_who_and_what_and_nothing_that_was_written(place, hands):
    request = await place.approved(targets=TWO[:1], reason="Because of Jane")
    await hands.carrying_out.start_due()
    await hands.carry_out(request["id"])

    [(entry, payload)] = [
        (fields, payload)
        for word, fields, payload in await place.entries()
        if word == "remediation.object_done"
    ]

    assert payload == {"owner": "user-1"}
    assert entry == {
        "request": request["id"],
        "workspace": str(ACME),
        "action": "delete",
        "number": 1,
        "kind": "conversation",
        "object": "c1",
        "parent": None,
        "state": "done",
        "requested_by": "usr_ann",
        "decided_by": "usr_bo",
        "status": 200,
        "answer": {"deleted": True, "id": "c1"},
        "attempts": 1,
        "removed": {"messages": 2},
    }


async def test_nothing_is_done_before_it_is_approved_or_its_grace_is_over(place, hands):
    await place.requested()
    planned = await place.planned()
    approved = await place.approved()
    await place.workplace.run(
        "UPDATE remediation_request SET starts_after = :at WHERE id = :id",
        at=place.now + timedelta(hours=1),
        id=approved["id"],
    )

    assert await hands.carrying_out.start_due() == 0
    early = await place.api("ann").post(f"/requests/{approved['id']}/run")
    unapproved = await place.api("ann").post(f"/requests/{planned['id']}/run")
    place.now += timedelta(hours=1)

    assert (early.status_code, unapproved.status_code) == (409, 409)
    assert "grace period" in early.json()["detail"]
    assert await hands.carrying_out.start_due() == 1


async def test_what_a_rule_opened_is_left_to_the_rules_and_what_has_expired_to_nobody(place, hands):
    of_rule, late = await place.approved(), await place.approved()
    await place.workplace.run(
        "UPDATE remediation_request SET origin = 'rule' WHERE id = :id", id=of_rule["id"]
    )
    await place.workplace.run(
        "UPDATE remediation_request SET expires_at = :at WHERE id = :id", at=place.now, id=late["id"]
    )

    assert await hands.carrying_out.start_due() == 0


async def test_an_emergency_begins_at_once_even_if_a_worker_was_faster(place, hands):
    plan = await place.planned("eve")
    await place.remediation.emergency(CALLERS["eve"], plan["id"], Content("It cannot wait"))
    await hands.carrying_out.start_due()

    answer = await place.api("eve").post(f"/requests/{plan['id']}/run")

    assert (answer.status_code, answer.json()["state"]) == (200, "running")


async def test_a_lost_answer_is_asked_for_again_and_the_404_is_our_own_doing(place, hands):
    async def deleted_but_not_said(upstream, target):
        upstream.gone.add(target.id)
        upstream.asked.append(("delete", target.id))
        raise busy()

    hands.upstream.answers["c1"] = [deleted_but_not_said]
    request = await place.approved(targets=TWO[:1])
    await hands.carrying_out.start_due()

    assert await hands.carry_out(request["id"]) is Stepped.WAITS
    assert await hands.states(request["id"]) == ["acting"]
    assert hands.own_copy.removed == []
    place.now += timedelta(seconds=30)
    await hands.carry_out(request["id"])

    [one] = await hands.objects(request["id"])
    assert (one.state, one.upstream_status, one.attempts) == ("done", 404, 2)
    assert "earlier attempt of ours" in one.note


async def test_what_is_not_there_when_first_asked_for_was_gone(place, hands):
    hands.upstream.gone.add("c1")
    hands.upstream.answers["c1"] = [limited()]
    request = await place.approved(targets=TWO[:1])
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"])
    place.now += timedelta(seconds=6)
    await hands.carry_out(request["id"])
    assert await hands.states(request["id"]) == ["waiting"]
    place.now += timedelta(seconds=1)
    await hands.carry_out(request["id"])

    [one] = await hands.objects(request["id"])
    assert (one.state, one.upstream_status, one.attempts) == ("was_gone", 404, 1)
    assert hands.own_copy.removed == [("delete", "c1")]


async def test_a_404_for_something_that_is_new_is_not_believed_at_once(place, hands):
    async def lags(upstream, target):
        upstream.gone.add(target.id)

    async def is_there(upstream, target):
        upstream.gone.discard(target.id)

    hands.upstream.answers["c1"] = [lags, is_there]
    request = await place.approved(targets=TWO[:1])
    await place.workplace.run(
        "UPDATE conversation SET last_message_at = :at WHERE conversation_id = 'c1'", at=place.now
    )
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"])
    assert await hands.states(request["id"]) == ["waiting"]
    place.now += timedelta(minutes=1)
    await hands.carry_out(request["id"])

    [one] = await hands.objects(request["id"])
    assert (one.state, one.upstream_status) == ("done", 200)


async def test_a_worker_that_dies_leaves_an_object_that_another_settles_after_the_lease(place, hands):
    class Killed(BaseException):
        pass

    async def dies(upstream, target):
        upstream.gone.add(target.id)
        raise Killed

    hands.upstream.answers["c1"] = [dies]
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()
    with pytest.raises(Killed):
        await hands.carry_out(request["id"])

    assert await hands.carry_out(request["id"]) is Stepped.WAITS
    assert await hands.states(request["id"]) == ["acting", "done"]
    place.now += LEASE
    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["done", "done"]
    assert await place.state(request["id"]) == "done"


async def test_whoever_is_still_at_it_keeps_the_object(place, hands, monkeypatch):
    monkeypatch.setattr("watchgate.remediation.carrying_out.step._SAID_AGAIN_S", 0.05)

    async def takes_long(upstream, target):
        place.now += LEASE - timedelta(seconds=1)
        await asyncio.sleep(1)
        place.now += timedelta(seconds=2)
        assert await hands.carrier.step(request["id"]) is Stepped.WAITS

    hands.upstream.answers["c1"] = [takes_long]
    request = await place.approved(targets=TWO[:1])
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"])

    assert hands.upstream.changed == [("delete", "c1")]
    assert await hands.states(request["id"]) == ["done"]


async def test_what_never_answers_is_failed_and_the_others_go_on(place, hands):
    hands.upstream.answers["c1"] = [busy() for _ in range(MOST_ATTEMPTS)]
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()

    for _ in range(MOST_ATTEMPTS):
        await hands.carry_out(request["id"])
        place.now += timedelta(minutes=15)

    first, second = await hands.objects(request["id"])
    assert (first.state, second.state) == ("failed", "done")
    assert "Whether it is gone is not known" in first.note
    assert hands.own_copy.removed == [("delete", "c2")]
    shown = (await place.api("ann").get(f"/requests/{request['id']}")).json()
    assert shown["state"] == "done"
    assert "1 failed" in shown["note"]
    assert "object_failed" in await hands.words()


async def test_an_answer_that_we_do_not_understand_fails_this_object_only(place, hands):
    hands.upstream.answers["c1"] = [Unexpected("OpenAI names another object.", status=200)]
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["failed", "done"]
    assert ("delete", "c1") not in hands.own_copy.removed


async def test_a_key_that_is_refused_pauses_the_request_until_somebody_has_acted(place, hands):
    hands.upstream.answers["c1"] = [NeedsAttention("Refused (403).", "Grant the scope.", status=403)]
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"])
    shown = (await place.api("ann").get(f"/requests/{request['id']}")).json()
    assert (shown["state"], shown["note"]) == ("paused", "Refused (403). Grant the scope.")
    assert await hands.states(request["id"]) == ["waiting", "waiting"]
    answer = await place.api("ann").post(f"/requests/{request['id']}/resume")
    await hands.carry_out(request["id"])

    assert answer.json()["note"] is None
    assert await place.state(request["id"]) == "done"
    assert await hands.words() == [
        "started",
        "paused",
        "resumed",
        "object_done",
        "object_done",
        "finished",
    ]


async def test_pause_and_cancel_stop_between_two_objects(place, hands):
    async def pauses(upstream, target):
        answer = await place.api("bo").post(f"/requests/{request['id']}/pause")
        assert answer.status_code == 200, answer.text

    hands.upstream.answers["c1"] = [pauses]
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"])
    assert await hands.states(request["id"]) == ["done", "waiting"]
    assert await place.state(request["id"]) == "paused"
    answer = await place.api("bo").post(f"/requests/{request['id']}/cancel")
    await hands.carry_out(request["id"])

    assert answer.json()["state"] == "cancelled"
    assert await hands.states(request["id"]) == ["done", "cancelled"]
    assert hands.upstream.changed == [("delete", "c1")]
    assert (await place.api("ann").post(f"/requests/{request['id']}/resume")).status_code == 409


async def test_what_was_under_way_when_it_was_cancelled_is_still_settled(place, hands):
    hands.upstream.answers["c1"] = [busy()]
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()
    await hands.carrier.step(request["id"])

    await place.api("bo").post(f"/requests/{request['id']}/cancel")
    place.now += timedelta(minutes=1)
    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["done", "cancelled"]
    assert await place.state(request["id"]) == "cancelled"


async def test_a_hold_that_is_placed_while_it_runs_keeps_what_is_left(place, hands):
    request = await place.approved(targets=TWO)
    await hands.carrying_out.start_due()
    await hands.carrier.step(request["id"])
    place.holds.kept["c2"] = "hld_1"

    await hands.carry_out(request["id"])

    first, second = await hands.objects(request["id"])
    assert (first.state, second.state) == ("done", "held")
    assert second.note == "The legal hold hld_1 keeps it."
    assert hands.upstream.changed == [("delete", "c1")]
    assert await hands.words() == ["started", "object_done", "object_held", "finished"]


async def test_a_hold_on_a_conversation_keeps_its_messages_from_being_deleted_with_it(place, hands):
    request = await place.approved(action="redact", also_upstream=True, targets=MESSAGES[:1])
    await hands.carrying_out.start_due()
    place.holds.kept["c1"] = "hld_1"

    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["held"]
    assert hands.upstream.changed == []


async def test_redacting_our_own_copy_asks_openai_for_nothing(place, hands):
    request = await place.approved(action="redact", targets=MESSAGES)
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"], lanes=2)

    assert hands.upstream.changed == []
    assert sorted(hands.own_copy.removed) == [("redact", "m1"), ("redact", "m2"), ("redact", "m4")]
    one = (await hands.objects(request["id"]))[0]
    assert (one.state, one.upstream_status, one.attempts) == ("done", None, 0)


async def test_messages_of_one_conversation_delete_it_once(place, hands):
    request = await place.approved(action="redact", also_upstream=True, targets=MESSAGES)
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"], lanes=3)
    place.now += timedelta(seconds=2)
    await hands.carry_out(request["id"], lanes=3)

    assert sorted(hands.upstream.changed) == [("redact", "m1"), ("redact", "m4")]
    assert sorted(hands.own_copy.removed) == [("redact", "m1"), ("redact", "m2"), ("redact", "m4")]
    second = (await hands.objects(request["id"]))[1]
    assert (second.state, second.upstream_status) == ("done", 200)
    assert second.note == "Its conversation was deleted with object number 1."


async def test_the_cap_of_an_hour_counts_all_requests_and_says_until_when(place):
    hands = Hands(place, per_hour=2)
    files = [{"kind": "file", "id": "file-a"}]
    first, second = await place.approved(targets=TWO), await place.approved(targets=files)
    await hands.carrying_out.start_due()
    await hands.carry_out(first["id"])
    place.now += timedelta(minutes=30)

    assert await hands.carry_out(second["id"]) is Stepped.OVER
    shown = (await place.api("ann").get(f"/requests/{second['id']}")).json()
    assert shown["state"] == "running"
    assert shown["note"].endswith("It goes on at 13:00 UTC.")
    place.now += timedelta(minutes=30)
    await hands.carry_out(second["id"])

    shown = (await place.api("ann").get(f"/requests/{second['id']}")).json()
    assert (shown["state"], shown["note"]) == ("done", None)


async def test_a_request_that_has_no_objects_is_done_at_once(place, hands):
    request = await place.approved(targets=TWO[:1])
    await place.workplace.run("DELETE FROM remediation_object")
    await hands.carrying_out.start_due()

    assert await hands.carry_out(request["id"]) is Stepped.OVER

    assert await place.state(request["id"]) == "done"


async def test_many_at_once_ask_for_each_object_once(place, hands):
    request = await place.approved(targets=[*TWO, {"kind": "file", "id": "file-a"}])
    await hands.carrying_out.start_due()

    await hands.carry_out(request["id"], lanes=4)

    assert sorted(hands.upstream.changed) == [("delete", "c1"), ("delete", "c2"), ("delete", "file-a")]
    assert await place.state(request["id"]) == "done"


async def test_a_defect_of_ours_leaves_our_copy_and_the_object_open(place, hands):
    hands.own_copy.breaks = True
    request = await place.approved(targets=TWO[:1])
    await hands.carrying_out.start_due()
    with pytest.raises(RuntimeError):
        await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["acting"]
    hands.own_copy.breaks = False
    place.now += LEASE
    await hands.carry_out(request["id"])

    assert await hands.states(request["id"]) == ["done"]
