"""Four eyes: who asked cannot approve, with none of their tokens; each step is in the ledger."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from watchgate.remediation.lifecycle import STEPS
from watchgate.remediation.model import Action, Kind
from watchgate.remediation.thresholds import Thresholds


async def words(place):
    return [word for word, _, _ in await place.entries()]


async def test_from_plan_to_approval(place):
    plan = await place.planned()

    requested = (await place.api("ann").post(f"/requests/{plan['id']}/request")).json()
    approved = (
        await place.api("bo").post(f"/requests/{plan['id']}/approve", json={"comment": "Go on"})
    ).json()

    assert (requested["state"], approved["state"]) == ("requested", "approved")
    assert (approved["decided_by"], approved["decided_by_name"]) == ("usr_bo", "Bo")
    assert await words(place) == [
        "remediation.planned",
        "remediation.requested",
        "remediation.commented",
        "remediation.approved",
    ]
    assert place.upstream.changed == []


@pytest.mark.parametrize("who", ["ann-2", "machine"])
async def test_who_asked_cannot_approve_not_even_with_another_token(place, who):
    request = await place.requested()

    answer = await place.api(who).post(f"/requests/{request['id']}/approve", json={})

    assert answer.status_code == 403
    assert "Four eyes" in answer.json()["detail"]
    assert await place.state(request["id"]) == "requested"


async def test_behind_an_approval_stands_a_person(place):
    request = await place.requested()

    answer = await place.api("robot").post(f"/requests/{request['id']}/approve", json={})

    assert answer.status_code == 403
    assert "belongs to nobody" in answer.json()["detail"]
    assert await place.state(request["id"]) == "requested"


async def test_only_who_planned_it_can_request_or_withdraw_it(place):
    plan = await place.planned()

    for step in ("request", "withdraw"):
        answer = await place.api("abe").post(f"/requests/{plan['id']}/{step}", json={})
        assert answer.status_code == 403, step
    assert await place.state(plan["id"]) == "planned"


@pytest.mark.parametrize("who", ["viewer", "auditor", "bo"])
async def test_who_may_not_request_cannot_plan(place, who):
    body = {
        "workspace_id": "6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11",
        "action": "delete",
        "reason": "why",
        "person": "x",
    }

    assert (await place.api(who).post("/requests", json=body)).status_code == 403


@pytest.mark.parametrize("who", ["viewer", "auditor"])
async def test_who_only_reads_sees_everything_and_changes_nothing(place, who):
    request = await place.requested()
    api = place.api(who)

    assert (await api.get("/requests")).status_code == 200
    assert (await api.get(f"/requests/{request['id']}/objects")).status_code == 200
    for step in ("request", "approve", "reject", "withdraw", "emergency", "acknowledge", "comments"):
        assert (await api.post(f"/requests/{request['id']}/{step}", json={})).status_code == 403, step


async def test_of_two_approvers_at_once_one_wins_and_the_other_is_told(place):
    requests = [await place.requested() for _ in range(8)]
    clients = [place.api(who) for who in ("bo", "cy", "root")]

    for request in requests:
        path = f"/requests/{request['id']}/approve"
        answers = await asyncio.gather(*(client.post(path, json={}) for client in clients))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        lost = next(answer for answer in answers if answer.status_code == 409)
        assert "is approved" in lost.json()["detail"]

    assert (await words(place)).count("remediation.approved") == len(requests)


async def test_whatever_people_do_at_once_the_ledger_tells_one_way_through_the_table(place):
    plan = await place.planned("eve")
    steps = [
        ("eve", "request", {}),
        ("eve", "withdraw", {}),
        ("eve", "emergency", {"reason": "burning"}),
        *((who, step, {"comment": "well"}) for who in ("bo", "cy", "root") for step in ("approve", "reject")),
    ]

    for _ in range(3):
        answers = await asyncio.gather(
            *(place.api(who).post(f"/requests/{plan['id']}/{step}", json=body) for who, step, body in steps)
        )
        assert {answer.status_code for answer in answers} <= {200, 409}

    told = [fields["state"] for word, fields, _ in await place.entries() if word != "remediation.commented"]
    ways = {(origin.value, target.value) for origins, target in STEPS.values() for origin in origins}
    assert told[0] == "planned"
    assert set(pairwise(told)) <= ways
    assert told[-1] == await place.state(plan["id"])


async def test_a_rejection_says_why(place):
    request = await place.requested()

    without = await place.api("bo").post(f"/requests/{request['id']}/reject", json={})
    answer = await place.api("bo").post(
        f"/requests/{request['id']}/reject", json={"comment": "Ask the owner first"}
    )

    assert without.status_code == 422
    assert answer.json()["state"] == "rejected"
    comments = (await place.api("ann").get(f"/requests/{request['id']}/comments")).json()["data"]
    assert [(one["written_by_name"], one["text"]) for one in comments] == [("Bo", "Ask the owner first")]


async def test_a_withdrawn_request_cannot_be_approved(place):
    request = await place.requested()
    await place.api("ann").post(f"/requests/{request['id']}/withdraw", json={"comment": "My mistake"})

    answer = await place.api("bo").post(f"/requests/{request['id']}/approve", json={})

    assert answer.status_code == 409
    assert "plan a new one" in answer.json()["detail"]


@pytest.mark.parametrize(("hours", "step"), [(25, "request"), (73, "approve")])
async def test_what_has_waited_too_long_expires_when_it_is_used(place, hours, step):
    made = await (place.planned() if step == "request" else place.requested())
    place.now += timedelta(hours=hours)

    answer = await place.api("root" if step == "approve" else "ann").post(
        f"/requests/{made['id']}/{step}", json={}
    )

    assert answer.status_code == 409
    assert "expired" in answer.json()["detail"]
    assert await place.state(made["id"]) == "expired"
    assert (await words(place))[-1] == "remediation.expired"


async def test_what_has_waited_too_long_is_swept(place):
    old = await place.requested()
    place.now += timedelta(hours=73)
    fresh = await place.requested()

    assert await place.remediation.expire_due() == 1

    assert await place.state(old["id"]) == "expired"
    assert await place.state(fresh["id"]) == "requested"


async def test_below_the_thresholds_nobody_needs_to_approve(place):
    place.thresholds = Thresholds(1, frozenset({Action.DELETE}), frozenset({Kind.CONVERSATION}))

    request = await place.requested()

    assert (request["state"], request["needs_approval"]) == ("approved", False)
    assert request["decided_by"] is None


async def test_a_key_that_only_reads_is_refused_when_it_is_requested(place):
    place.upstream.refusal = "The key may only read. Ask for the scope compliance_export.delete."
    plan = await place.planned()

    answer = await place.api("ann").post(f"/requests/{plan['id']}/request")

    assert plan["plan"]["key_refuses"] == place.upstream.refusal
    assert answer.status_code == 409
    assert answer.json()["detail"] == place.upstream.refusal
    assert await place.state(plan["id"]) == "planned"


async def test_a_key_that_only_reads_does_not_matter_for_our_own_copy(place):
    place.upstream.refusal = "The key may only read."

    request = await place.requested(action="redact")

    assert request["state"] == "requested"


async def test_what_a_hold_keeps_cannot_be_requested_not_in_an_emergency_either(place):
    plan = await place.planned("eve")
    place.holds.kept = {"c1": "hold_1"}

    requested = await place.api("eve").post(f"/requests/{plan['id']}/request")
    hurried = await place.api("eve").post(
        f"/requests/{plan['id']}/emergency", json={"reason": "It is burning"}
    )

    assert (requested.status_code, hurried.status_code) == (409, 409)
    assert "hold_1" in hurried.json()["detail"]
    assert place.carrying_out.asked == []


async def test_an_emergency_starts_at_once_is_loud_and_stays_listed_until_acknowledged(place):
    plan = await place.planned("eve")

    answer = await place.api("eve").post(
        f"/requests/{plan['id']}/emergency", json={"reason": "It is burning"}
    )

    assert (answer.json()["state"], answer.json()["is_emergency"]) == ("approved", True)
    assert place.carrying_out.asked == [("run", "usr_eve", plan["id"])]
    assert "remediation.emergency" in await words(place)
    listed = (await place.api("bo").get("/requests", params={"unacknowledged": True})).json()["data"]
    assert [one["id"] for one in listed] == [plan["id"]]

    acknowledged = await place.api("bo").post(f"/requests/{plan['id']}/acknowledge", json={})

    assert acknowledged.json()["acknowledged_by"] == "usr_bo"
    assert (await place.api("bo").get("/requests", params={"unacknowledged": True})).json()["data"] == []
    again = await place.api("cy").post(f"/requests/{plan['id']}/acknowledge", json={})
    assert again.status_code == 409


async def test_admins_have_no_emergency_of_their_own(place):
    plan = await place.planned("root")

    answer = await place.api("root").post(
        f"/requests/{plan['id']}/emergency", json={"reason": "I am the admin"}
    )

    assert answer.status_code == 403


async def test_who_hurried_it_cannot_acknowledge_it(place):
    plan = await place.planned("ann-2")
    await place.api("ann-2").post(f"/requests/{plan['id']}/emergency", json={"reason": "It is burning"})

    answer = await place.api("ann-2").post(f"/requests/{plan['id']}/acknowledge", json={})

    assert answer.status_code == 403


async def test_other_workspaces_callers_see_nothing_of_it(place):
    request = await place.requested()
    api = place.api("globex")

    assert (await api.get("/requests")).json()["data"] == []
    for path in ("", "/objects", "/comments"):
        assert (await api.get(f"/requests/{request['id']}{path}")).status_code == 404
    bodies = {
        "reject": {"comment": "no no"},
        "emergency": {"reason": "now now"},
        "comments": {"text": "a word"},
    }
    for step in ("request", "approve", "reject", "withdraw", "emergency", "acknowledge", "comments"):
        answer = await api.post(f"/requests/{request['id']}/{step}", json=bodies.get(step, {}))
        assert answer.status_code == 404, step
    assert await place.state(request["id"]) == "requested"


async def test_lists_are_filtered_and_paged_newest_first(place):
    first = await place.planned()
    place.now += timedelta(minutes=1)
    second = await place.requested("abe")
    api = place.api("viewer")

    page = (await api.get("/requests", params={"limit": 1})).json()
    rest = (await api.get("/requests", params={"limit": 1, "cursor": page["next_cursor"]})).json()

    assert [one["id"] for one in page["data"] + rest["data"]] == [second["id"], first["id"]]
    assert rest["next_cursor"] is None
    for wanted in ({"state": "planned"}, {"requested_by": "usr_ann"}):
        assert [one["id"] for one in (await api.get("/requests", params=wanted)).json()["data"]] == [
            first["id"]
        ]


async def test_comments_are_sealed_and_paged(place):
    request = await place.requested()
    for text in ("What about Jane?", "She agreed."):
        answer = await place.api("ann").post(f"/requests/{request['id']}/comments", json={"text": text})
        assert answer.status_code == 201

    page = (await place.api("bo").get(f"/requests/{request['id']}/comments", params={"limit": 1})).json()
    rest = (
        await place.api("bo").get(
            f"/requests/{request['id']}/comments", params={"limit": 1, "cursor": page["next_cursor"]}
        )
    ).json()

    assert [one["text"] for one in page["data"] + rest["data"]] == ["What about Jane?", "She agreed."]
    rows = await place.workplace.run("SELECT text_sealed FROM remediation_comment")
    assert all(b"Jane" not in row.text_sealed for row in rows)


async def test_an_unknown_request_is_not_found(place):
    assert (await place.api("root").get("/requests/rem_0")).status_code == 404
    assert (await place.api("root").post("/requests/rem_0/approve", json={})).status_code == 404


@pytest.mark.parametrize(
    ("step", "able", "unable"),
    [
        ("run", "ann", ("bo", "viewer", "auditor")),
        ("resume", "ann", ("bo", "viewer", "auditor")),
        ("pause", "bo", ("viewer", "auditor")),
        ("cancel", "bo", ("viewer", "auditor")),
    ],
)
async def test_who_asks_runs_it_and_who_takes_part_stops_it(place, step, able, unable):
    request = await place.approved()

    for who in unable:
        assert (await place.api(who).post(f"/requests/{request['id']}/{step}")).status_code == 403, who
    answer = await place.api(able).post(f"/requests/{request['id']}/{step}")

    assert answer.status_code == 200
    assert [(asked, who) for asked, who, _ in place.carrying_out.asked] == [(step, f"usr_{able}")]
