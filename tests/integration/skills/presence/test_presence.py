"""A person installs what was published, and changes it; Watchgate looks and says so."""

from integration.skills.presence.conftest import NAME, SKILL
from unit.skills.sample import files


async def test_what_nobody_has_installed_is_missing_and_no_news(place):
    await place.look()

    found = await place.states()

    assert {target: one["state"] for target, one in found.items()} == {
        "custom-gpt": "missing",
        "chatgpt-skill": "missing",
    }
    assert await place.changes() == []


async def test_what_was_installed_as_published_is_live_and_in_the_ledger_once(place):
    gpt_id, skill_id = await place.install_gpt(), await place.install_skill()

    await place.look()
    await place.look()
    found = await place.states()

    assert {target: (one["state"], one["object_id"], one["version"]) for target, one in found.items()} == {
        "custom-gpt": ("live", gpt_id, "1.2.0"),
        "chatgpt-skill": ("live", skill_id, "1.2.0"),
    }
    assert found["custom-gpt"]["changes"] == []
    assert None not in {one["changed_at"] for one in found.values()}
    assert any("canvas" in one for one in found["custom-gpt"]["cannot_be_seen"])
    assert sorted(await place.changes()) == [
        ("chatgpt-skill", None, "live", []),
        ("custom-gpt", None, "live", []),
    ]


async def test_a_gpt_changed_by_hand_has_drifted_in_each_part_that_was_changed(place):
    gpt_id = await place.install_gpt()
    await place.look()

    await place.sim(
        "PATCH",
        f"gpts/{gpt_id}",
        json={
            "instructions": "Answer whatever you are asked.",
            "starters": ["Hello"],
            "capabilities": ["browser"],
            "actions": [],
            "files": ["secrets.pdf"],
            "visibility": "anyone-with-link",
        },
    )
    await place.look()
    gpt = (await place.states())["custom-gpt"]

    assert gpt["state"] == "drifted"
    assert {one["part"] for one in gpt["changes"]} == {
        "instructions",
        "starters",
        "capabilities",
        "actions",
        "knowledge",
        "sharing",
    }
    assert "whatever" not in str(gpt)
    assert (await place.changes())[-1][:3] == ("custom-gpt", "live", "drifted")


async def test_the_diff_is_shown_to_who_may_see_it_and_that_is_in_the_ledger(place):
    gpt_id = await place.install_gpt()
    await place.sim("PATCH", f"gpts/{gpt_id}", json={"instructions": "Answer whatever you are asked."})
    await place.look()
    path = f"/presence/{place.workspace}/{SKILL}/custom-gpt/reveal"

    refused = await place.presence("root").post(path, json={"reason": "curious"})
    shown = await place.presence("rita").post(path, json={"reason": "a report of drift"})

    assert refused.status_code == 403
    (change,) = shown.json()["changes"]
    assert change["part"] == "instructions"
    assert "+Answer whatever you are asked." in change["lines"]
    assert "-# Postmortem" in change["lines"]
    word, fields, payload = (await place.entries())[-1]
    assert (word, fields["object"]) == ("skill.presence_revealed", gpt_id)
    assert payload["reason"] == "a report of drift"


async def test_a_skill_changed_in_chatgpt_has_drifted_file_by_file(place):
    await place.install_skill(
        files(md=("Ask for", "Never ask for")) | {"scripts/more.sh": b"#!/bin/sh\nrm x\n"}
    )

    await place.look()
    skill = (await place.states())["chatgpt-skill"]
    shown = await place.presence("rita").post(
        f"/presence/{place.workspace}/{SKILL}/chatgpt-skill/reveal", json={"reason": "drift"}
    )

    assert skill["state"] == "drifted"
    assert [(one["part"], one["what"]) for one in skill["changes"]] == [
        ("files", "a file was changed"),
        ("files", "a file was added"),
    ]
    lines = [line for one in shown.json()["changes"] for line in one["lines"]]
    assert "+Never ask for the incident's number. Follow references/handbook.md." in lines
    assert "+rm x" in lines


async def test_an_older_version_is_named(place):
    gpt_id = await place.install_gpt()
    await place.published(
        files(yaml=("version: 1.2.0", "version: 1.3.0"), md=("Ask for", "First ask for")), "1.3.0"
    )

    await place.look()
    gpt = (await place.states())["custom-gpt"]

    assert (gpt["state"], gpt["version"], gpt["object_id"]) == ("older_version", "1.2.0", gpt_id)


async def test_what_was_there_and_is_not_is_removed(place):
    gpt_id = await place.install_gpt()
    await place.look()

    access = await place.room.looking.workspaces.access(place.workspace)
    await access.client.changes.delete_gpt(place.workspace, gpt_id)
    await place.look()

    assert (await place.states())["custom-gpt"]["state"] == "removed"
    assert (await place.changes())[-1] == ("custom-gpt", "live", "removed", [])


async def test_what_was_shared_and_is_isolated_says_so(place):
    gpt_id = await place.install_gpt()
    await place.sim("PATCH", f"gpts/{gpt_id}", json={"visibility": "workspace"})
    await place.look()

    access = await place.room.looking.workspaces.access(place.workspace)
    await access.client.changes.isolate_gpt(place.workspace, gpt_id)
    await place.look()
    await place.look()

    assert (await place.states())["custom-gpt"]["state"] == "isolated"


async def test_a_withdrawn_skill_that_is_still_there_is_left_over(place):
    await place.install_gpt()
    assert (await place.step("root", "withdraw")).status_code == 200

    await place.look()
    gpt = (await place.states())["custom-gpt"]

    assert (gpt["state"], gpt["version"]) == ("leftover", "1.2.0")


async def test_an_older_version_that_was_withdrawn_is_left_over_as_well(place):
    await place.install_gpt()
    newer = files(yaml=("version: 1.2.0", "version: 1.3.0"), md=("Ask for", "First ask for"))
    await place.published(newer, "1.3.0")
    assert (await place.step("root", "withdraw", "1.2.0")).status_code == 200

    await place.look()
    gpt = (await place.states())["custom-gpt"]

    assert (gpt["state"], gpt["version"]) == ("leftover", "1.2.0")


async def test_of_two_with_the_same_name_the_right_one_stands_for_the_skill(place):
    changed, right = await place.install_gpt(), await place.install_gpt()
    await place.sim("PATCH", f"gpts/{changed}", json={"instructions": "Something else."})

    await place.look()
    gpt = (await place.states())["custom-gpt"]
    unmanaged = (await place.presence().get("/presence/unmanaged", params={"limit": 200})).json()["data"]

    assert (gpt["state"], gpt["object_id"]) == ("live", right)
    assert {one["object_id"]: one["namesake_of"] for one in unmanaged}[changed] == SKILL


async def test_a_registered_gpt_stands_for_the_skill_whatever_it_is_called(place):
    named, other = await place.install_gpt(), await place.install_gpt()
    await place.sim("PATCH", f"gpts/{other}", json={"name": "Postmortems"})
    root = place.presence("root")
    body = {"workspace_id": str(place.workspace), "skill_id": SKILL, "gpt_id": other}

    assert (await place.presence("vera").post("/presence/registrations", json=body)).status_code == 403
    assert (await root.post("/presence/registrations", json=body)).status_code == 204
    await place.look()
    gpt = (await place.states())["custom-gpt"]

    assert (gpt["object_id"], gpt["is_registered"]) == (other, True)
    assert [one["part"] for one in gpt["changes"]] == ["name"]
    unmanaged = (await place.presence().get("/presence/unmanaged", params={"limit": 200})).json()["data"]
    assert {one["object_id"]: one["namesake_of"] for one in unmanaged}[named] == SKILL

    assert (await root.delete(f"/presence/registrations/{place.workspace}/{SKILL}")).status_code == 204
    await place.look()
    assert (await place.states())["custom-gpt"]["object_id"] == named


async def test_unmanaged_things_are_counted_and_their_names_revealed_with_a_reason(place):
    await place.install_gpt()
    mine = {"workspace_id": str(place.workspace), "target": "custom-gpt", "reason": "shadow GPTs"}

    await place.look()
    listed = (await place.presence().get("/presence/unmanaged", params={"limit": 200})).json()["data"]
    looks = {one["target"]: one for one in (await place.presence().get("/presence/looks")).json()["data"]}
    gpts = [one["object_id"] for one in listed if one["target"] == "custom-gpt"]
    named = await place.presence("rita").post(
        "/presence/unmanaged/reveal", json=mine | {"object_ids": gpts[:2]}
    )

    assert gpts
    assert looks["custom-gpt"]["unmanaged"] == len(gpts)
    assert looks["chatgpt-skill"]["unmanaged"] == len(listed) - len(gpts) > 0
    assert set(named.json()["names"]) == set(gpts[:2])
    assert NAME not in named.text
    strange = await place.presence("rita").post(
        "/presence/unmanaged/reveal", json=mine | {"object_ids": ["g-none"]}
    )
    assert strange.status_code == 404


async def test_what_cannot_be_looked_at_says_why_and_keeps_what_was_known(place):
    await place.install_gpt()
    await place.install_skill()
    await place.look()

    place.simulator.faults({"http-401": {"rate": 1, "only": "/skills"}})
    await place.look()
    place.simulator.faults()
    looks = {one["target"]: one for one in (await place.presence().get("/presence/looks")).json()["data"]}

    assert "401" in looks["chatgpt-skill"]["problem"]
    assert looks["custom-gpt"]["problem"] is None
    assert {one["state"] for one in (await place.states()).values()} == {"live"}


async def test_who_is_limited_to_other_workspaces_sees_and_does_nothing(place):
    await place.install_gpt()
    await place.look()
    gus = place.presence("globex")
    body = {"workspace_id": str(place.workspace), "skill_id": SKILL, "gpt_id": "g-x"}

    assert (await gus.get("/presence")).json()["data"] == []
    assert (await gus.get("/presence/looks")).json()["data"] == []
    assert (await gus.get("/presence/unmanaged")).json()["data"] == []
    assert (await gus.post("/presence/registrations", json=body)).status_code == 404
    assert (await gus.post("/presence/look", json={"workspace_id": str(place.workspace)})).status_code == 404


async def test_a_look_that_was_asked_for_is_waited_for_until_it_was_done(place):
    asked = await place.presence("root").post("/presence/look", json={})
    waiting = (await place.presence().get("/presence/looks")).json()["data"]
    await place.look()
    done = (await place.presence().get("/presence/looks")).json()["data"]

    assert asked.status_code == 202
    assert len(waiting) == 2
    assert all(one["asked_at"] for one in waiting)
    assert [one["asked_at"] for one in done] == [None, None]
    assert all(one["looked_at"] for one in done)


class Only:
    """An entitlement of these."""

    def __init__(self, *people):
        self.people_ids = frozenset(people)

    async def people(self, _workspace_id, _skill_id):
        return self.people_ids


async def test_sharing_is_compared_with_entitlement(place):
    gpt_id = await place.install_gpt()
    access = await place.room.looking.workspaces.access(place.workspace)
    users = (await access.client.list_users(place.workspace)).users
    owner = (await access.client.gpts.gpt(place.workspace, gpt_id)).owner_id
    ann, bo = [one for one in users if one.id != owner][:2]
    await place.sim("PATCH", f"gpts/{gpt_id}", json={"recipients": [bo.email.reveal()]})

    place.entitled = Only(ann.id)
    await place.look()
    gpt = (await place.states())["custom-gpt"]
    place.entitled = Only(bo.id, owner)
    await place.look()

    assert [(one["part"], one["added"], one["removed"]) for one in gpt["changes"]] == [
        ("sharing", 1, 0),
        ("sharing", 0, 1),
    ]
    assert gpt["recipients"] == 1
    assert (await place.states())["custom-gpt"]["state"] == "live"
