"""Against a whole OpenAI on a socket: is each kind of object there, then deleted, then gone, and nothing else with it?"""

from uuid import UUID

import pytest

from integration.remediation.reached import enrol, give_key, reached
from integration.simulator.asking import WEDNESDAY, Asker
from watchgate.openai.errors import NeedsAttention, TryAgain, Unsure
from watchgate.remediation.model import ACTIONS, Action, Kind, Target
from watchgate.remediation.ports import Presence
from watchgate.remediation.upstream.listing import LISTED
from watchgate.remediation.upstream.rights import NOTHING
from watchgate.testing.simulator import RunningSimulator

CANNOT_BE_LOOKED_AT = {Kind.CONVERSATION, Kind.MESSAGE}
ISOLATED = [kind for kind in Kind if Action.ISOLATE in ACTIONS[kind]]


@pytest.fixture(scope="module")
def simulator():
    options = ("--messages", "400", "--people", "12", "--upload-hours", "300")
    with RunningSimulator(*WEDNESDAY, *options, seed=5) as running:
        yield running


@pytest.fixture
def asker(simulator):
    simulator.reset()
    made = Asker(simulator)
    with made.http:
        yield made


@pytest.fixture
async def workspaces(simulator, asker, database):
    """(what remediation asks, the enrolled workspaces)"""
    async with reached(database, simulator.base_url) as (upstream, enrolled):
        await enrol(enrolled, UUID(simulator.workspace_id), simulator.keys["full"])
        yield upstream, enrolled


@pytest.fixture
def openai(workspaces, simulator):
    """What remediation asks, of the simulated workspace."""
    upstream, workspace_id = workspaces[0], UUID(simulator.workspace_id)

    class OfWorkspace:
        look = staticmethod(lambda target: upstream.look(workspace_id, target))
        act = staticmethod(lambda action, target: upstream.act(workspace_id, action, target))
        refuses = staticmethod(lambda: upstream.refuses(workspace_id))
        listed = staticmethod(lambda user_id, kind: upstream.listed(workspace_id, user_id, kind))

    return OfWorkspace


@pytest.fixture
def first_of(simulator, asker, openai):
    """Some object of a kind, as a target."""

    async def first(kind):
        if kind in LISTED:
            users = asker.get("users").json()["data"]
            return next(iter([one for user in users async for one in openai.listed(user["id"], kind)]))
        return unlisted(kind)

    def unlisted(kind):
        file = max(simulator.truth_files(), key=lambda file: file["timestamp"])
        user_id, conversation_id = file["user_id"], file["conversation_id"]
        match kind:
            case Kind.CONVERSATION:
                return Target(kind, conversation_id, user_id)
            case Kind.MESSAGE:
                return Target(kind, "a-message", user_id, conversation_id)
            case Kind.FILE:
                return Target(kind, file["file_id"], user_id, conversation_id)
            case Kind.GPT_FILE | Kind.PROJECT_FILE:
                room = "gpts" if kind is Kind.GPT_FILE else "projects"
                built = asker.get(room, file_format="id").json()["data"][0]
                file = built["latest_config"]["data"][0]["files"]["data"][0]
                return Target(kind, file["id"], None, built["id"])
            case Kind.SKILL:
                page = asker.http.post(
                    f"{simulator.base_url}/compliance/workspaces/{simulator.workspace_id}/skills",
                    json={"limit": 10},
                    headers={"authorization": f"Bearer {simulator.keys['full']}"},
                ).json()
                return Target(kind, page["data"][0]["id"])
            case _:
                return Target(kind, asker.get(f"{kind}s").json()["data"][0]["id"])

    return first


def deleted(simulator):
    return [each["id"] for each in simulator.truth_deletes()]


@pytest.mark.parametrize("kind", Kind)
async def test_an_object_is_there_is_deleted_is_gone_and_nothing_else_with_it(
    simulator, openai, first_of, kind
):
    target = await first_of(kind)
    named = target.parent_id if kind is Kind.MESSAGE else target.id
    before = await openai.look(target)

    first = await openai.act(Action.DELETE, target)
    second = await openai.act(Action.DELETE, target)
    after = await openai.look(target)

    assert (first.status, first.was_there, first.answer["id"]) == (200, True, named)
    assert (second.status, second.was_there) == (404, False)
    assert deleted(simulator) == [named]
    if kind not in CANNOT_BE_LOOKED_AT:
        assert (before.presence, after.presence) == (Presence.THERE, Presence.GONE)


@pytest.mark.parametrize("kind", ISOLATED)
async def test_an_object_is_isolated_and_stays(openai, first_of, kind):
    target = await first_of(kind)

    outcome = await openai.act(Action.ISOLATE, target)
    again = await openai.act(Action.ISOLATE, target)
    seen = await openai.look(target)

    assert outcome.was_there
    assert again.status in {200, 404}
    assert seen.presence is Presence.THERE
    assert seen.about["is_isolated"] is True


@pytest.mark.parametrize("kind", LISTED)
async def test_each_list_of_a_user_is_whole_and_names_its_owner(asker, openai, kind):
    for user in asker.get("users").json()["data"]:
        found = [one async for one in openai.listed(user["id"], kind)]

        assert len(set(found)) == len(found)
        assert all((one.kind, one.owner_id) == (kind, user["id"]) for one in found)
        for one in found[:2]:
            assert (await openai.look(one)).presence is Presence.THERE


async def test_short_pages_do_not_shorten_a_list(simulator, asker, openai):
    users = [user["id"] for user in asker.get("users").json()["data"]]
    whole = [one for user in users for kind in LISTED async for one in openai.listed(user, kind)]

    simulator.faults({"object-short-page": 0.5})
    in_pieces = [one for user in users for kind in LISTED async for one in openai.listed(user, kind)]

    assert len(whole) > len(LISTED)
    assert in_pieces == whole


async def test_a_key_that_may_delete_is_not_refused_and_nothing_goes(simulator, openai):
    assert await openai.refuses() is None
    (asked,) = simulator.truth_delete_requests()
    assert (asked["status"], asked["took_effect"]) == (404, False)
    assert NOTHING in asked["path"]


async def test_a_key_that_may_only_read_is_refused_before_anything_is_asked_for(
    simulator, workspaces, openai, first_of
):
    target = await first_of(Kind.GPT)
    await give_key(workspaces[1], UUID(simulator.workspace_id), simulator.keys["read_only"])

    refusal = await openai.refuses()
    with pytest.raises(NeedsAttention):
        await openai.act(Action.DELETE, target)

    assert "compliance_export with delete" in refusal
    assert deleted(simulator) == []


async def test_with_another_workspaces_key_nothing_passes_for_gone(simulator, workspaces, openai, first_of):
    target = await first_of(Kind.GPT)
    await give_key(workspaces[1], UUID(simulator.workspace_id), simulator.keys["other_workspace"])

    assert "has no workspace" in await openai.refuses()
    with pytest.raises(NeedsAttention):
        await openai.look(target)
    with pytest.raises(NeedsAttention):
        await openai.act(Action.DELETE, target)


async def test_a_deletion_that_openai_puts_off_has_not_happened(simulator, openai, first_of):
    target = await first_of(Kind.SKILL)
    simulator.faults({"delete-429:3": {"rate": 1, "times": 1}})

    with pytest.raises(TryAgain) as failure:
        await openai.act(Action.DELETE, target)

    assert (failure.value.status, failure.value.after.total_seconds()) == (429, 3)
    assert not isinstance(failure.value, Unsure)
    assert deleted(simulator) == []


@pytest.mark.parametrize("fault", ["delete-5xx", "delete-drop"])
async def test_after_a_failure_that_deleted_nothing_the_next_asking_does(simulator, openai, first_of, fault):
    target = await first_of(Kind.CANVAS)
    simulator.faults({fault: {"rate": 1, "times": 1}})

    with pytest.raises(Unsure):
        await openai.act(Action.DELETE, target)
    assert deleted(simulator) == []

    assert (await openai.act(Action.DELETE, target)).was_there
    assert deleted(simulator) == [target.id]


@pytest.mark.parametrize(
    ("kind", "fault"),
    [*((kind, "delete-lost-drop") for kind in Kind), (Kind.CONVERSATION, "delete-lost-5xx")],
)
async def test_after_a_lost_answer_the_next_asking_finds_it_gone(simulator, openai, first_of, kind, fault):
    target = await first_of(kind)
    simulator.faults({fault: {"rate": 1, "times": 1}})

    with pytest.raises(Unsure):
        await openai.act(Action.DELETE, target)
    again = await openai.act(Action.DELETE, target)

    assert (again.status, again.was_there) == (404, False)
    assert len(list(simulator.truth_delete_requests())) == 2
    assert deleted(simulator) == [target.parent_id if kind is Kind.MESSAGE else target.id]


async def test_a_slow_answer_is_waited_for(simulator, openai, first_of):
    target = await first_of(Kind.AUTOMATION)
    simulator.faults({"delete-slow:1": {"rate": 1, "times": 1}})

    assert (await openai.act(Action.DELETE, target)).was_there


async def test_a_key_that_loses_its_right_halfway_says_so_from_then_on(simulator, openai, first_of):
    assert await openai.refuses() is None
    target = await first_of(Kind.AGENT)
    simulator.faults({"delete-403": {"rate": 1, "times": 1}})

    with pytest.raises(NeedsAttention):
        await openai.act(Action.DELETE, target)

    assert "compliance_export with delete" in await openai.refuses()
    assert deleted(simulator) == []


async def test_objects_of_which_openai_says_nothing_are_not_gone(simulator, openai, first_of):
    target = await first_of(Kind.GPT)
    simulator.faults({"object-5xx": 1})

    with pytest.raises(TryAgain):
        await openai.look(target)


async def test_a_skill_of_an_agent_is_found_in_the_list_of_its_own(simulator, openai, asker):
    answer = asker.http.post(
        f"{simulator.base_url}/compliance/workspaces/{simulator.workspace_id}/agent-skills",
        json={"limit": 10},
        headers={"authorization": f"Bearer {simulator.keys['full']}"},
    )
    target = Target(Kind.SKILL, answer.json()["data"][0]["id"])

    before = await openai.look(target)
    await openai.act(Action.DELETE, target)
    after = await openai.look(target)

    assert (before.presence, after.presence) == (Presence.THERE, Presence.GONE)
