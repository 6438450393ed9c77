"""A plan says what would happen to each object, and changes nothing."""

import pytest

from integration.catalog.workplace import ACME, GLOBEX
from watchgate.remediation.resolving import Bounds


async def objects(place, plan, who="ann"):
    return (await place.api(who).get(f"/requests/{plan['id']}/objects")).json()["data"]


async def test_a_plan_changes_nothing_upstream_and_is_kept(place):
    plan = await place.planned()

    assert place.upstream.changed == []
    assert plan["state"] == "planned"
    assert plan["reason"] == "A card number"
    assert plan["objects"] == {"waiting": 1}
    assert plan["needs_approval"] is True
    assert (await place.api("ann").get(f"/requests/{plan['id']}")).json() == plan


async def test_the_owner_is_looked_up_and_each_object_says_what_goes_and_what_stays(place):
    plan = await place.planned()

    [one] = await objects(place, plan)

    assert (one["kind"], one["id"], one["owner_id"]) == ("conversation", "c1", "user-1")
    assert one["findings"]["by_entity"] == {"EMAIL_ADDRESS": 2}
    assert len(one["findings"]["ids"]) == 2
    effects = one["effects"]
    assert effects["presence"] == "there"
    assert "All its messages, those without findings as well." in effects["goes_with_it"]
    assert any("Log files" in sentence for sentence in effects["stays"])
    assert "Our copy of it." in effects["goes"]
    assert effects["about"] == {"shared_links": 1}


async def test_the_sums_tell_the_pace_and_how_long_it_takes(place):
    plan = (await place.planned())["plan"]

    assert (plan["objects"], plan["findings"], plan["counts"]) == (1, 2, {"messages": 2})
    assert (plan["per_minute"], plan["expected_seconds"]) == (100, 1)
    assert plan["last_at"] == "2026-11-16T12:03:00Z"


async def test_a_query_becomes_the_conversations_and_files_its_findings_stand_in(place):
    plan = await place.planned(targets=None, query={"entity": "EMAIL"})

    assert [one["id"] for one in await objects(place, plan)] == ["c1", "c2"]
    assert plan["origin"] == "query"
    assert plan["query"] == {"entity": "EMAIL_ADDRESS"}


async def test_a_query_to_redact_becomes_messages(place):
    plan = await place.planned(action="redact", targets=None, query={"person": "user-1"})

    found = await objects(place, plan)

    assert [(one["kind"], one["id"], one["parent_id"]) for one in found] == [
        ("message", "m1", "c1"),
        ("message", "m2", "c1"),
    ]
    assert place.upstream.asked == []
    assert any("no API edits it" in sentence for sentence in found[0]["effects"]["goes"])


async def test_a_message_redacted_upstream_as_well_takes_its_conversation_along_and_says_so(place):
    targets = [{"kind": "message", "id": "m1"}]

    plan = await place.planned(action="redact", also_upstream=True, targets=targets)

    [one] = await objects(place, plan)
    assert (one["owner_id"], one["parent_id"]) == ("user-1", "c1")
    assert "whole conversations only" in one["effects"]["goes"][0]
    assert one["effects"]["presence"] == "there"


async def test_what_is_found_after_the_plan_is_not_part_of_it(place):
    plan = await place.planned(targets=None, query={"entity": "EMAIL"})
    said = place.workplace.said("m9", "late@acme-corp.com", minutes=9, conversation="c9")
    await place.workplace.settle(said)

    answer = await place.api("ann").post(f"/requests/{plan['id']}/request")

    assert answer.json()["plan"]["objects"] == 2
    assert [one["id"] for one in await objects(place, plan)] == ["c1", "c2"]


async def test_a_person_is_everything_of_theirs(place):
    plan = await place.planned(targets=None, person="user-1")

    assert (plan["origin"], plan["person_id"]) == ("person", "user-1")
    assert [one["id"] for one in await objects(place, plan)] == ["c1"]


async def test_more_objects_than_the_bound_are_refused_as_bulk(place):
    place.bounds = Bounds(objects=1)
    body = {
        "workspace_id": str(ACME),
        "action": "delete",
        "reason": "all of it",
        "query": {"entity": "EMAIL"},
    }

    answer = await place.api("ann").post("/requests", json=body)

    assert answer.status_code == 422
    assert "single spots, not in bulk" in answer.json()["detail"]


async def test_of_many_objects_a_sample_is_looked_at_and_the_plan_says_so(place):
    targets = [{"kind": "gpt", "id": f"g-{number}"} for number in range(5)]

    plan = (await place.planned(targets=targets))["plan"]

    assert plan["looked_at"] == 3
    assert plan["presence"] == {"there": 3, "not_looked": 2}
    assert any("3 of the 5 objects" in warning for warning in plan["warnings"])


async def test_what_openai_does_not_say_is_unknown_and_told(place):
    place.upstream.does_not_let_us_see("c1")

    plan = await place.planned()

    [one] = await objects(place, plan)
    assert one["effects"]["presence"] == "unknown"
    assert "Ask for the scope." in one["effects"]["presence_note"]
    assert plan["plan"]["warnings"] == ["Refused (403). Ask for the scope."]


async def test_holds_are_shown(place):
    place.holds.kept = {"c1": "hold_1"}

    plan = await place.planned()

    assert (plan["plan"]["held"], plan["plan"]["holds"]) == (1, ["hold_1"])
    assert (await objects(place, plan))[0]["effects"]["hold"] == "hold_1"


async def test_objects_that_others_are_about_to_delete_are_told(place):
    await place.requested("abe")

    plan = await place.planned(targets=None, query={"entity": "EMAIL"})

    assert plan["plan"]["warnings"] == ["1 of the objects are in other requests that are not finished yet."]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"targets": [{"kind": "message", "id": "m1"}]}, "not single messages"),
        ({"targets": [{"kind": "memory", "id": "mem-1"}]}, "owner_id"),
        ({"targets": [{"kind": "memory", "id": "mem-1", "owner_id": "user-1"}]}, "memory context"),
        ({"targets": [{"kind": "gpt_file", "id": "file-1"}]}, "GPT it belongs to"),
        ({"targets": [{"kind": "conversation", "id": "nobody-knows"}]}, "owner_id"),
        ({"targets": [{"kind": "conversation", "id": "c1", "owner_id": "user-2"}]}, "somebody else"),
        ({"action": "isolate"}, "cannot be isolated"),
        ({"action": "redact", "targets": [{"kind": "gpt", "id": "g-1"}]}, "cannot be redacted"),
        ({"also_upstream": True}, "acts upstream anyway"),
        ({"action": "redact", "targets": [{"kind": "message", "id": "m0"}]}, "nothing to redact"),
        ({"targets": None, "query": {"entity": "IBAN"}}, "No finding matches"),
        ({"targets": None, "person": "user-77"}, "Nothing of this person"),
        ({"targets": None, "query": {"entity": None}}, "would be everything"),
        ({"targets": None}, "in one way"),
        ({"person": "user-1"}, "in one way"),
        ({"action": "isolate", "targets": None, "query": {"entity": "EMAIL"}}, "cannot be isolated"),
    ],
)
async def test_what_cannot_be_planned_is_refused_with_what_to_do(place, more, said):
    body = {
        "workspace_id": str(ACME),
        "action": "delete",
        "reason": "A card number",
        "targets": [{"kind": "conversation", "id": "c1"}],
    }
    wanted = {key: value for key, value in {**body, **more}.items() if value is not None}

    answer = await place.api("ann").post("/requests", json=wanted)

    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert await place.entries() == []


@pytest.mark.parametrize(
    "more",
    [
        {"reason": "  "},
        {"action": "edit"},
        {"state": "approved"},
        {"needs_approval": False},
        {"requested_by": "usr_bo"},
        {"targets": [{"kind": "conversation", "id": "c1", "state": "done"}]},
        {"targets": []},
        {"query": {"workspace_id": str(GLOBEX)}},
        {"targets": None, "query": {"from": "0001-01-01T00:00:00+14:00"}},
        {"targets": None, "query": {"to": "9999-12-31T23:59:59-14:00"}},
        {"targets": None, "query": {"from": "2026-11-01T00:00:00"}},
    ],
)
async def test_bodies_are_strict(place, more):
    body = {
        "workspace_id": str(ACME),
        "action": "delete",
        "reason": "A card number",
        "targets": [{"kind": "conversation", "id": "c1"}],
    }

    wanted = {key: value for key, value in {**body, **more}.items() if value is not None}
    answer = await place.api("ann").post("/requests", json=wanted)

    assert answer.status_code == 422


async def test_a_workspace_that_the_caller_may_not_see_is_not_there(place):
    body = {
        "workspace_id": str(ACME),
        "action": "delete",
        "reason": "why not",
        "targets": [{"kind": "gpt", "id": "g-1"}],
    }

    answer = await place.api("globex").post("/requests", json=body)

    assert answer.status_code == 404


async def test_the_same_object_named_twice_is_one(place):
    twice = [{"kind": "conversation", "id": "c1"}, {"kind": "conversation", "id": "c1", "owner_id": "user-1"}]

    plan = await place.planned(targets=twice)

    assert plan["plan"]["objects"] == 1


async def test_the_reason_is_sealed_and_the_ledgers_fields_do_not_hold_it(place):
    plan = await place.planned(reason="Because of Jane Doe")

    row = (await place.workplace.run("SELECT reason_sealed FROM remediation_request")).one()
    [(word, fields, payload)] = await place.entries()
    assert b"Jane" not in row.reason_sealed
    assert (word, fields["request"], fields["principal"]) == ("remediation.planned", plan["id"], "usr_ann")
    assert "Jane" not in str(fields)
    assert payload["reason"] == "Because of Jane Doe"
