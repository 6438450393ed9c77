"""GPTs made through an interface that is only assumed: off, not there, there; and the bundle in its place."""

from integration.skills.presence.conftest import NAME, SKILL


async def asked(place, who="root"):
    body = {"workspace_id": str(place.workspace), "skill_id": SKILL}
    return await place.presence(who).post("/presence/gpts", json=body)


async def posted(place):
    return [one for one in place.simulator.requests() if one.method == "POST" and one.path.endswith("/gpts")]


async def test_without_the_setting_nothing_is_asked_and_the_bundle_is_offered(place):
    place.simulator.clear_requests()

    answer = await asked(place)

    assert answer.status_code == 409
    assert "gpt_create_assumed" in answer.json()["detail"]
    assert "watchgate skills export" in answer.json()["detail"]
    assert await posted(place) == []


async def test_where_the_probe_fails_the_bundle_is_offered(place):
    place.creates_gpts = True

    answer = await asked(place)

    assert answer.status_code == 409
    assert "no interface that creates GPTs" in answer.json()["detail"]
    assert "watchgate skills export" in answer.json()["detail"]


async def test_where_there_is_one_a_gpt_is_made_once_and_what_is_left_is_said(place):
    place.creates_gpts = True
    await place.sim("PUT", "gpt_create", json={"enabled": True})

    made = await asked(place)
    again = await asked(place)
    await place.look()
    gpt = (await place.states())["custom-gpt"]

    assert made.status_code == 201, made.text
    assert gpt["object_id"] == made.json()["gpt_id"]
    assert [one["part"] for one in gpt["changes"]] == ["knowledge"]
    assert len(made.json()["by_hand"]) == 3
    assert again.status_code == 409
    assert "has this name already" in again.json()["detail"]
    assert ("skill.gpt_created", made.json()["gpt_id"]) in [
        (word, fields.get("object")) for word, fields, _ in await place.entries()
    ]


async def test_it_is_shared_with_those_who_are_entitled(place):
    place.creates_gpts = True
    await place.sim("PUT", "gpt_create", json={"enabled": True})
    access = await place.room.looking.workspaces.access(place.workspace)
    users = (await access.client.list_users(place.workspace)).users
    entitled = frozenset(one.id for one in users[:3])

    class Only:
        async def people(self, _workspace_id, _skill_id):
            return entitled

    place.entitled = Only()
    made = await asked(place)
    gpt = await access.client.gpts.gpt(place.workspace, made.json()["gpt_id"])

    assert gpt.recipients == entitled - {gpt.owner_id}
    assert gpt.recipients
    assert gpt.config.name.reveal() == NAME


async def test_who_may_not_manage_may_not_create(place):
    place.creates_gpts = True

    assert (await asked(place, "vera")).status_code == 403
    assert (await asked(place, "globex")).status_code == 404
