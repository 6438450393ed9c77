"""Is for each kind of object exactly its own route asked, and is "gone" said only where OpenAI can have meant the object?"""

import dataclasses

import pytest

from integration.openai.awkward import Awkward, ok, redirect, silence, status
from integration.openai.conftest import KEY, WORKSPACE
from integration.openai.sent import (
    AGENTS,
    AUTOMATIONS,
    CANVAS,
    CANVASES,
    CODEX_ENVIRONMENT,
    CODEX_TASK,
    GPT,
    GPTS_PAGE,
    LIBRARY_FILES,
    MEMORIES,
    PROJECT,
    RECORDINGS,
    SKILLS,
)
from integration.remediation.reached import enrol, give_key, reached
from watchgate.openai.errors import Gone, NeedsAttention, TryAgain, Unexpected, Unsure
from watchgate.remediation.model import ACTIONS, OWNED, PARENTED, Action, Kind, Target
from watchgate.remediation.ports import Presence
from watchgate.remediation.upstream.listing import LISTED
from watchgate.remediation.upstream.rights import NOBODY, NOTHING
from watchgate.workspaces.model import Changes, WorkspaceState

ROOM = f"/v1/compliance/workspaces/{WORKSPACE}"
USER = f"{ROOM}/users/user-1"
DELETES = {
    Kind.CONVERSATION: f"{USER}/conversations/object-1",
    Kind.MESSAGE: f"{USER}/conversations/parent-1",
    Kind.FILE: f"{USER}/files/object-1",
    Kind.LIBRARY_FILE: f"{USER}/library_files/object-1",
    Kind.MEMORY: f"{USER}/memory_contexts/parent-1/memories/object-1",
    Kind.CANVAS: f"{USER}/canvas/object-1",
    Kind.RECORDING: f"{USER}/recordings/object-1",
    Kind.AUTOMATION: f"{USER}/automations/object-1",
    Kind.GPT: f"{ROOM}/gpts/object-1",
    Kind.GPT_FILE: f"{ROOM}/gpts/parent-1/files/object-1",
    Kind.PROJECT: f"{ROOM}/projects/object-1",
    Kind.PROJECT_FILE: f"{ROOM}/projects/parent-1/files/object-1",
    Kind.SKILL: f"{ROOM}/skills/object-1",
    Kind.AGENT: f"{ROOM}/agents/object-1",
    Kind.CODEX_TASK: f"{ROOM}/codex_tasks/object-1",
    Kind.CODEX_ENVIRONMENT: f"{ROOM}/codex_environments/object-1",
}
ISOLATES = {
    Kind.GPT: ("DELETE", f"{ROOM}/gpts/object-1/shared_users"),
    Kind.PROJECT: ("DELETE", f"{ROOM}/projects/object-1/shared_users"),
    Kind.AGENT: ("POST", f"{ROOM}/agents/object-1/unpublish"),
}
SIGNED = redirect("http://127.0.0.1:9/signed?sig=x")
THE_END = {"has_more": False, "cursor": None}
MEMORY = {
    "data": [{"memory_contexts": [{"id": "parent-1", "memory_entries": [{"id": "object-1"}]}]}],
    "has_more": False,
}
LOOKS = {
    Kind.FILE: (f"{USER}/files/object-1", SIGNED),
    Kind.LIBRARY_FILE: (f"{USER}/library_files/object-1", SIGNED),
    Kind.MEMORY: (f"{USER}/memories", ok(MEMORY)),
    Kind.CANVAS: (f"{USER}/canvas/object-1", ok(CANVAS)),
    Kind.RECORDING: (f"{USER}/recordings", ok(RECORDINGS | THE_END)),
    Kind.AUTOMATION: (f"{USER}/automations", ok(AUTOMATIONS | THE_END)),
    Kind.GPT: (f"{ROOM}/gpts/object-1", ok(GPT)),
    Kind.GPT_FILE: (f"{ROOM}/gpt_files/object-1", SIGNED),
    Kind.PROJECT: (f"{ROOM}/projects/object-1", ok(PROJECT)),
    Kind.PROJECT_FILE: (f"{ROOM}/project_files/object-1", SIGNED),
    Kind.SKILL: (f"{ROOM}/skills", ok(SKILLS | THE_END)),
    Kind.AGENT: (f"{ROOM}/agents/object-1", ok({"id": "object-1"})),
    Kind.CODEX_TASK: (f"{ROOM}/codex_tasks/object-1", ok(CODEX_TASK)),
    Kind.CODEX_ENVIRONMENT: (f"{ROOM}/codex_environments/object-1", ok(CODEX_ENVIRONMENT)),
}
DONE = ok({"deleted": True, "object": "thing", "id": "object-1"})
PARENT_DONE = ok({"deleted": True, "object": "thing", "id": "parent-1"})
UNPUBLISHED = ok({"unpublished": True, "object": "thing", "id": "object-1"})
PROBE = f"{USER.rsplit('/', 1)[0]}/{NOBODY}/conversations/{NOTHING}"


def target(kind):
    return Target(
        kind,
        "object-1",
        "user-1" if kind in OWNED | {Kind.MESSAGE} else None,
        "parent-1" if kind in PARENTED else None,
    )


@pytest.fixture
async def openai():
    """It has the workspace."""
    server = Awkward()
    await server.start()
    server.says(f"{ROOM}/gpts", ok(GPTS_PAGE))
    yield server
    await server.stop()


@pytest.fixture
async def upstream(openai, workspaces):
    return workspaces[0]


@pytest.fixture
async def workspaces(openai, database):
    """(what remediation asks, the enrolled workspaces)"""
    async with reached(database, f"{openai.url}/v1") as (asked, enrolled):
        await enrol(enrolled, WORKSPACE, KEY)
        yield asked, enrolled


def test_each_kind_that_can_be_deleted_isolated_or_looked_at_stands_in_these_tables():
    assert set(DELETES) == set(Kind)
    assert set(ISOLATES) == {kind for kind in Kind if Action.ISOLATE in ACTIONS[kind]}
    assert set(LOOKS) == set(Kind) - {Kind.CONVERSATION, Kind.MESSAGE}


@pytest.mark.parametrize("kind", Kind)
async def test_a_deletion_asks_for_exactly_this_object(openai, upstream, kind):
    openai.says(DELETES[kind], PARENT_DONE if kind is Kind.MESSAGE else DONE)

    outcome = await upstream.act(WORKSPACE, Action.DELETE, target(kind))

    (asked,) = openai.asked
    assert (asked.method, asked.path) == ("DELETE", DELETES[kind])
    assert asked.query == []
    assert (outcome.status, outcome.was_there) == (200, True)
    named = "parent-1" if kind is Kind.MESSAGE else "object-1"
    assert outcome.answer == {"deleted": True, "object": "thing", "id": named}


@pytest.mark.parametrize("kind", ISOLATES)
async def test_an_isolation_leaves_the_object(openai, upstream, kind):
    method, path = ISOLATES[kind]
    openai.says(path, UNPUBLISHED if kind is Kind.AGENT else DONE)

    outcome = await upstream.act(WORKSPACE, Action.ISOLATE, target(kind))

    assert [(asked.method, asked.path) for asked in openai.asked] == [(method, path)]
    word = "unpublished" if kind is Kind.AGENT else "deleted"
    assert outcome.answer == {word: True, "object": "thing", "id": "object-1"}


@pytest.mark.parametrize("kind", [Kind.MESSAGE, Kind.CONVERSATION, Kind.FILE])
async def test_to_redact_upstream_is_to_delete(openai, upstream, kind):
    openai.says(DELETES[kind], PARENT_DONE if kind is Kind.MESSAGE else DONE)

    assert (await upstream.act(WORKSPACE, Action.REDACT, target(kind))).was_there


@pytest.mark.parametrize("kind", sorted(set(Kind) - set(ISOLATES)))
async def test_what_cannot_be_isolated_is_not_deleted_instead(openai, upstream, kind):
    with pytest.raises(Unexpected):
        await upstream.act(WORKSPACE, Action.ISOLATE, target(kind))

    assert openai.asked == []


@pytest.mark.parametrize("kind", sorted(OWNED | {Kind.MESSAGE}))
async def test_without_an_owner_nothing_is_guessed(openai, upstream, kind):
    with pytest.raises(Unexpected, match="owner_id"):
        await upstream.act(WORKSPACE, Action.DELETE, dataclasses.replace(target(kind), owner_id=None))

    assert openai.asked == []


@pytest.mark.parametrize("kind", sorted(PARENTED))
async def test_without_what_it_belongs_to_nothing_is_guessed(openai, upstream, kind):
    with pytest.raises(Unexpected, match="parent_id"):
        await upstream.act(WORKSPACE, Action.DELETE, dataclasses.replace(target(kind), parent_id=None))

    assert openai.asked == []


async def test_a_file_is_asked_for_in_its_conversation_if_that_is_known(openai, upstream):
    openai.says(DELETES[Kind.FILE], DONE)
    file = Target(Kind.FILE, "object-1", "user-1", "conversation-1")

    await upstream.act(WORKSPACE, Action.DELETE, file)
    openai.says(LOOKS[Kind.FILE][0], SIGNED)
    await upstream.look(WORKSPACE, file)

    assert [asked.query for asked in openai.asked] == [[("conversation_id", "conversation-1")]] * 2


@pytest.mark.parametrize("kind", LOOKS)
async def test_a_look_says_there(openai, upstream, kind):
    path, answer = LOOKS[kind]
    paths = [path, f"{ROOM}/agent-skills"] if kind is Kind.SKILL else [path]
    for one in paths:
        openai.says(one, answer)

    seen = await upstream.look(WORKSPACE, target(kind))

    assert seen.presence is Presence.THERE
    assert openai.paths() == paths
    assert {asked.method for asked in openai.asked} == {"POST" if kind is Kind.SKILL else "GET"}
    assert "planted" not in repr(seen)


@pytest.mark.parametrize("kind", LOOKS)
async def test_a_look_says_gone(openai, upstream, kind):
    path, _ = LOOKS[kind]
    empty = ok({"object": "list", "data": [], "has_more": False})
    is_listed = kind in {Kind.MEMORY, Kind.RECORDING, Kind.AUTOMATION, Kind.SKILL}
    openai.says(path, empty if is_listed else status(404))
    openai.says(f"{ROOM}/agents", empty)

    assert (await upstream.look(WORKSPACE, target(kind))).presence is Presence.GONE


@pytest.mark.parametrize("kind", [Kind.CONVERSATION, Kind.MESSAGE])
async def test_a_conversation_cannot_be_looked_at_and_the_look_says_why(openai, upstream, kind):
    seen = await upstream.look(WORKSPACE, target(kind))

    assert seen.presence is Presence.UNKNOWN
    assert "no way to look" in seen.note
    assert openai.asked == []


async def test_what_has_expired_is_gone_and_says_so(openai, upstream):
    openai.says(LOOKS[Kind.FILE][0], status(410))

    seen = await upstream.look(WORKSPACE, target(Kind.FILE))

    assert (seen.presence, seen.note) == (Presence.GONE, "Its content has expired at OpenAI.")


@pytest.mark.parametrize("kind", [Kind.GPT, Kind.PROJECT])
async def test_a_look_tells_whether_it_is_shared(openai, upstream, kind):
    path, _ = LOOKS[kind]
    alone = {"visibility": "invite-only", "recipients": []}
    openai.says(path, ok(GPT), ok(GPT | {"sharing": alone}))

    shared, isolated = [await upstream.look(WORKSPACE, target(kind)) for _ in range(2)]

    assert shared.about["is_isolated"] is False
    assert shared.about["recipients"] == 1
    assert isolated.about["is_isolated"] is True


async def test_an_agent_that_is_listed_without_a_published_version_is_isolated(openai, upstream):
    openai.says(f"{ROOM}/agents/object-1", ok({"id": "object-1"}), status(404))
    openai.says(f"{ROOM}/agents", ok(AGENTS | THE_END))

    published, unpublished = [await upstream.look(WORKSPACE, target(Kind.AGENT)) for _ in range(2)]

    assert (published.presence, published.about["is_isolated"]) == (Presence.THERE, False)
    assert (unpublished.presence, unpublished.about["is_isolated"]) == (Presence.THERE, True)


async def test_a_memory_is_found_in_its_own_context_only(openai, upstream):
    other = {"memory_contexts": [{"id": "another", "memory_entries": [{"id": "object-1"}]}]}
    openai.says(f"{USER}/memories", ok({"data": [other], "has_more": False}))

    assert (await upstream.look(WORKSPACE, target(Kind.MEMORY))).presence is Presence.GONE


async def test_a_memory_that_may_stand_on_a_page_nobody_can_ask_for_is_unknown(openai, upstream):
    openai.says(f"{USER}/memories", ok({"data": [], "has_more": True}))

    assert (await upstream.look(WORKSPACE, target(Kind.MEMORY))).presence is Presence.UNKNOWN


async def test_what_is_gone_was_not_there(openai, upstream):
    outcome = await upstream.act(WORKSPACE, Action.DELETE, target(Kind.CONVERSATION))

    assert (outcome.status, outcome.answer, outcome.was_there) == (404, {}, False)


@pytest.mark.parametrize("kind", Kind)
async def test_a_404_is_not_believed_where_the_workspace_is_not_the_keys(openai, upstream, kind):
    """Otherwise a mistyped workspace would have everything in it pass for deleted."""
    openai.says(f"{ROOM}/gpts", status(404))

    with pytest.raises(NeedsAttention) as failure:
        await upstream.act(WORKSPACE, Action.DELETE, target(kind))

    assert str(WORKSPACE) in str(failure.value)
    assert "watchgate workspaces test" in failure.value.remedy


async def test_a_look_that_finds_nothing_is_not_believed_there_either(openai, upstream):
    openai.says(f"{ROOM}/gpts", status(404))

    with pytest.raises(NeedsAttention):
        await upstream.look(WORKSPACE, target(Kind.GPT))


@pytest.mark.parametrize("reply", [silence, status(503)])
async def test_while_openai_does_not_say_whether_it_has_the_workspace_nothing_is_gone(
    openai, upstream, reply
):
    upstream.reaching.believes_within_s = 0.3
    openai.says(f"{ROOM}/gpts", reply)

    with pytest.raises(TryAgain) as failure:
        await upstream.act(WORKSPACE, Action.DELETE, target(Kind.CONVERSATION))

    assert not isinstance(failure.value, Unsure)


async def test_a_workspace_that_was_found_is_not_asked_for_each_time(openai, upstream):
    for _ in range(5):
        await upstream.act(WORKSPACE, Action.DELETE, target(Kind.CONVERSATION))

    assert openai.paths().count(f"{ROOM}/gpts") == 1


@pytest.mark.parametrize("code", [500, 503])
async def test_an_unclear_answer_is_handed_on_as_unclear(openai, upstream, code):
    openai.says(DELETES[Kind.CONVERSATION], status(code))

    with pytest.raises(Unsure):
        await upstream.act(WORKSPACE, Action.DELETE, target(Kind.CONVERSATION))

    assert len(openai.asked) == 1


async def test_a_refusal_for_the_moment_is_handed_on_as_clear(openai, upstream):
    openai.says(DELETES[Kind.CONVERSATION], status(429, retry_after="300"))

    with pytest.raises(TryAgain) as failure:
        await upstream.act(WORKSPACE, Action.DELETE, target(Kind.CONVERSATION))

    assert not isinstance(failure.value, Unsure)
    assert failure.value.after.total_seconds() == 300


async def test_a_key_that_may_only_read_is_refused_with_the_scope_to_ask_for(openai, upstream):
    openai.says(PROBE, status(403))

    refusal = await upstream.refuses(WORKSPACE)

    assert "…9fQ2" in refusal
    assert "chatgpt.enterprise.compliance_export with delete" in refusal


async def test_a_key_that_may_delete_is_asked_with_nothing_once(openai, upstream):
    assert [await upstream.refuses(WORKSPACE) for _ in range(3)] == [None] * 3
    asked = [(asked.method, asked.path) for asked in openai.asked]
    assert asked == [("DELETE", PROBE), ("GET", f"{ROOM}/gpts")]


async def test_a_key_of_another_workspace_is_refused(openai, upstream):
    openai.says(f"{ROOM}/gpts", status(404))

    refusal = await upstream.refuses(WORKSPACE)

    assert str(WORKSPACE) in refusal
    assert "watchgate workspaces test" in refusal


@pytest.mark.parametrize("code", [403, 500])
async def test_a_key_that_cannot_look_is_not_refused_for_that(openai, upstream, code):
    openai.says(f"{ROOM}/gpts", status(code))

    assert await upstream.refuses(WORKSPACE) is None


@pytest.mark.parametrize("reply", [status(500), status(429, retry_after="300"), status(400), b""])
async def test_a_key_of_which_openai_does_not_say_is_not_refused(openai, upstream, reply):
    openai.says(PROBE, reply)

    assert await upstream.refuses(WORKSPACE) is None


async def test_a_refusal_at_an_object_is_remembered(openai, upstream):
    assert await upstream.refuses(WORKSPACE) is None
    openai.says(DELETES[Kind.GPT], status(403))
    with pytest.raises(NeedsAttention):
        await upstream.act(WORKSPACE, Action.DELETE, target(Kind.GPT))

    assert "403" in await upstream.refuses(WORKSPACE)


async def test_another_key_is_asked_anew(openai, upstream, workspaces):
    openai.says(PROBE, status(403), status(404))
    assert await upstream.refuses(WORKSPACE)

    await give_key(workspaces[1], WORKSPACE, "sk-admin-another-secret-ab12")

    assert await upstream.refuses(WORKSPACE) is None


async def test_a_paused_workspace_is_left_alone_and_says_how_to_go_on(openai, upstream, workspaces):
    await workspaces[1].change(WORKSPACE, Changes(state=WorkspaceState.PAUSED))

    refusal = await upstream.refuses(WORKSPACE)
    with pytest.raises(NeedsAttention, match="paused"):
        await upstream.act(WORKSPACE, Action.DELETE, target(Kind.GPT))
    with pytest.raises(NeedsAttention, match="paused"):
        await upstream.look(WORKSPACE, target(Kind.GPT))

    assert "watchgate workspaces resume" in refusal
    assert openai.asked == []


async def test_a_workspace_that_nobody_enrolled_is_said_to_be_so(openai, database):
    async with reached(database, f"{openai.url}/v1") as (upstream, _):
        assert "not enrolled" in await upstream.refuses(WORKSPACE)


@pytest.mark.parametrize(
    ("kind", "path", "page", "found"),
    [
        (
            Kind.LIBRARY_FILE,
            "library_files",
            LIBRARY_FILES,
            [Target(Kind.LIBRARY_FILE, "object-1", "user-1")],
        ),
        (Kind.CANVAS, "canvases", CANVASES, [Target(Kind.CANVAS, "object-1", "user-1")]),
        (Kind.RECORDING, "recordings", RECORDINGS, [Target(Kind.RECORDING, "object-1", "user-1")]),
        (Kind.AUTOMATION, "automations", AUTOMATIONS, [Target(Kind.AUTOMATION, "object-1", "user-1")]),
        (
            Kind.MEMORY,
            "memories",
            MEMORIES,
            [Target(Kind.MEMORY, memory_id, "user-1", "ctx_1") for memory_id in ("mem_1", "mem_2")],
        ),
    ],
)
async def test_a_users_objects_are_listed_as_targets(openai, upstream, kind, path, page, found):
    openai.says(f"{USER}/{path}", ok(page | THE_END))

    assert [one async for one in upstream.listed(WORKSPACE, "user-1", kind)] == found


def test_the_kinds_that_are_listed_are_those_that_an_owner_has_and_the_catalogue_lacks():
    assert set(LISTED) == OWNED - {Kind.CONVERSATION, Kind.FILE}


@pytest.mark.parametrize("kind", LISTED)
async def test_of_a_user_that_openai_does_not_know_nothing_is_there(upstream, kind):
    with pytest.raises(Gone):
        [one async for one in upstream.listed(WORKSPACE, "user-1", kind)]


@pytest.mark.parametrize("kind", LISTED)
async def test_of_a_workspace_that_is_not_the_keys_no_list_is_taken_for_empty(openai, upstream, kind):
    openai.says(f"{ROOM}/gpts", status(404))

    with pytest.raises(NeedsAttention):
        [one async for one in upstream.listed(WORKSPACE, "user-1", kind)]


async def test_memories_that_are_cut_are_not_taken_for_all(openai, upstream):
    openai.says(f"{USER}/memories", ok(MEMORIES | {"has_more": True}))

    with pytest.raises(Unexpected):
        [one async for one in upstream.listed(WORKSPACE, "user-1", Kind.MEMORY)]
