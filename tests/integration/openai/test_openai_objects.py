"""Does a look tell what is there, without text, without following a file, and never "gone" where it cannot know?"""

import json

import pytest

from integration.openai.awkward import answer, cut, ok, redirect, status
from integration.openai.conftest import WORKSPACE
from integration.openai.every_look import FILES, ID, ITEMS, LISTS, LOOKS, path_of
from integration.openai.sent import AUTOMATIONS, CANVASES, GPT, LIBRARY_FILES, MEMORIES, PROJECT
from integration.openai.test_openai_failures import assert_says_nothing_private
from watchgate.openai.compliance.model_objects import MemoryEntry
from watchgate.openai.compliance.objects import all_of
from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure, TryAgain, Unexpected

GARBAGE = [
    answer(200, b""),
    answer(200, b"<html>planted</html>"),
    answer(200, b'{"data": [{"id": "obj'),
    answer(200, b"\xff\xfe\x00planted"),
    answer(200, b"[" * 100_000),
    answer(200, b"[]"),
    answer(200, b"null"),
    ok({"id": 5, "textdoc_id": 5, "data": "planted", "has_more": "no"}),
    ok({"data": [{"name": "no id"}], "has_more": False}),
    ok({"data": None}),
]


async def failure_of(asking, kind=OpenAIFailure):
    with pytest.raises(kind) as failure:
        await asking
    assert_says_nothing_private(failure.value)
    return failure.value


@pytest.mark.parametrize("name", FILES)
async def test_a_file_is_there_when_it_points_somewhere_and_is_not_fetched(openai, client, name):
    openai.says(path_of(name), redirect(f"{openai.url}/signed?sig=planted"))

    await FILES[name][1](client.objects)

    assert openai.paths() == [path_of(name)]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("code", [404, 410])
async def test_a_file_is_gone_or_has_expired(openai, client, name, code):
    openai.says(path_of(name), status(code))

    assert (await failure_of(FILES[name][1](client.objects), Gone)).status == code


@pytest.mark.parametrize("name", FILES)
async def test_a_file_that_comes_along_itself_is_unexpected_and_not_read(openai, client, name):
    openai.says(path_of(name), answer(200, b"planted bytes"))

    await failure_of(FILES[name][1](client.objects), Unexpected)


async def test_sound_is_looked_for_in_its_conversation(openai, client):
    openai.says(path_of("user file"), redirect(f"{openai.url}/signed"))

    await client.objects.user_file(WORKSPACE, "user-1", ID, "conversation-1")
    await client.objects.user_file(WORKSPACE, "user-1", ID)

    assert [each.query for each in openai.asked] == [[("conversation_id", "conversation-1")], []]


@pytest.mark.parametrize("name", ITEMS)
async def test_an_object_that_answers_is_there(openai, client, name):
    openai.says(path_of(name), ok(ITEMS[name][2]))

    found = await ITEMS[name][1](client.objects)

    assert "planted" not in repr(found)


@pytest.mark.parametrize("name", ITEMS)
async def test_an_object_that_answers_with_another_ones_id_is_unexpected(openai, client, name):
    body = ITEMS[name][2] | {"id": "planted-other"}
    if "textdoc_id" in body:
        body["textdoc_id"] = "planted-other"
    openai.says(path_of(name), ok(body))

    await failure_of(ITEMS[name][1](client.objects), Unexpected)


async def test_of_a_gpt_we_keep_its_sharing_and_counts(openai, client):
    openai.says(path_of("gpt"), ok(GPT))

    gpt = await client.objects.gpt(WORKSPACE, ID)

    assert (gpt.visibility, gpt.recipients, gpt.files, gpt.tools) == ("workspace", 1, 1, 0)
    assert gpt.is_isolated is False
    assert openai.asked[0].query == [("file_format", "id")]


@pytest.mark.parametrize(
    ("sharing", "is_isolated"),
    [
        ({"visibility": "invite-only", "recipients": []}, True),
        ({"visibility": "invite-only", "recipients": [{"id": "user-1"}]}, True),
        ({"visibility": "invite-only", "recipients": [{"id": "user-2"}]}, False),
        ({"visibility": "workspace", "recipients": []}, False),
        ({"visibility": "a-new-one", "recipients": []}, False),
        ({"visibility": "invite-only"}, None),
        ({"recipients": []}, None),
        (None, None),
    ],
)
async def test_isolated_is_what_only_its_owner_has(openai, client, sharing, is_isolated):
    openai.says(path_of("gpt"), ok(GPT | {"sharing": sharing}))

    assert (await client.objects.gpt(WORKSPACE, ID)).is_isolated is is_isolated


async def test_a_projects_recipients_come_in_an_envelope(openai, client):
    shared = PROJECT["sharing"] | {"recipients": {"object": "list", "data": [{"id": "user-2"}]}}
    openai.says(path_of("project"), ok(PROJECT), ok(PROJECT | {"sharing": shared}))

    before = await client.objects.project(WORKSPACE, ID)
    after = await client.objects.project(WORKSPACE, ID)

    assert (before.is_isolated, after.is_isolated, after.recipients) == (True, False, 1)


async def test_of_recipients_that_come_in_pages_no_page_is_taken_for_all(openai, client):
    sharing = PROJECT["sharing"] | {"recipients": {"object": "list", "data": [], "has_more": True}}
    openai.says(path_of("project"), ok(PROJECT | {"sharing": sharing}))

    assert (await client.objects.project(WORKSPACE, ID)).is_isolated is None


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_walked_to_its_end(openai, client, name):
    _, look, page = LISTS[name]
    second = page | {"data": [page["data"][0] | {"id": "object-2"}], "has_more": False}
    openai.says(path_of(name), ok(page), ok(second))

    found = [one async for one in all_of(lambda behind: look(client.objects, behind))]

    assert found == ["object-1", "object-2"]
    assert "next-page" in told(openai.asked[1]) or "object-1" in told(openai.asked[1])
    assert "next-page" not in told(openai.asked[0])


def told(asked):
    return json.dumps(asked.query) + asked.body.decode()


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_that_has_more_but_does_not_move_on_is_unexpected(openai, client, name):
    _, look, page = LISTS[name]
    openai.says(path_of(name), ok(page | {"cursor": None, "last_id": None, "data": []}))

    await failure_of(look(client.objects, None), Unexpected)

    openai.says(path_of(name), ok(page))
    behind = "next-page" if "cursor" in page else "object-1"
    await failure_of(look(client.objects, behind), Unexpected)


async def test_a_list_that_goes_round_in_circles_ends(openai, client):
    pages = [ok(CANVASES | {"last_id": "a"}), ok(CANVASES | {"last_id": "b"})] * 300
    openai.says(path_of("canvases"), *pages)

    async def walk():
        look = LISTS["canvases"][1]
        return [one async for one in all_of(lambda behind: look(client.objects, behind))]

    assert "pages" in str(await failure_of(walk(), Unexpected))


async def test_an_empty_list_is_a_list(openai, client):
    openai.says(path_of("automations"), ok({"object": "list", "data": [], "has_more": False}))

    assert (await client.objects.list_automations(WORKSPACE, "user-1")).ids == ()


async def test_automations_go_on_behind_the_last_one(openai, client):
    openai.says(path_of("automations"), ok(AUTOMATIONS))

    assert (await client.objects.list_automations(WORKSPACE, "user-1")).next == "object-1"


async def test_files_in_the_trash_are_listed_too(openai, client):
    trashed = LIBRARY_FILES["data"][0] | {"trashed_at": 1752600000, "id": "object-2"}
    page = LIBRARY_FILES | {"data": [*LIBRARY_FILES["data"], trashed], "has_more": False}
    openai.says(path_of("library files"), ok(page))

    assert (await client.objects.list_library_files(WORKSPACE, "user-1")).ids == ("object-1", "object-2")


async def test_memories_are_entries_of_contexts(openai, client):
    openai.says(path_of("memories"), ok(MEMORIES), ok(MEMORIES | {"has_more": True}))

    whole = await client.objects.memories(WORKSPACE, "user-1")
    cut_short = await client.objects.memories(WORKSPACE, "user-1")

    assert whole.entries == (MemoryEntry("mem_1", "ctx_1"), MemoryEntry("mem_2", "ctx_1"))
    assert (whole.is_whole, cut_short.is_whole) == (True, False)


@pytest.mark.parametrize("name", [name for name in LOOKS if name not in FILES])
@pytest.mark.parametrize("reply", GARBAGE)
async def test_garbage_is_unexpected_and_never_quoted(openai, client, name, reply):
    openai.says(path_of(name), reply)

    await failure_of(LOOKS[name][2](client.objects), Unexpected)


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize(
    ("reply", "kind", "asked"),
    [
        (status(502), TryAgain, 3),
        (status(429, retry_after="0"), TryAgain, 3),
        (status(403), NeedsAttention, 1),
        (status(401), NeedsAttention, 1),
        (status(422), Unexpected, 1),
        (b"", TryAgain, 3),
        (cut(b'{"id"', 100), TryAgain, 3),
    ],
)
async def test_whatever_goes_wrong_is_one_of_the_four_words(openai, client, name, reply, kind, asked):
    if name in FILES and reply.startswith(b"HTTP/1.1 200"):
        asked, kind = 1, Unexpected
    openai.says(path_of(name), reply)

    await failure_of(LOOKS[name][2](client.objects), kind)

    assert len(openai.asked) == asked


@pytest.mark.parametrize("name", [name for name in LOOKS if name not in FILES])
async def test_what_is_no_file_is_not_looked_for_elsewhere(openai, client, name):
    openai.says(path_of(name), redirect(f"{openai.url}/elsewhere"))

    await failure_of(LOOKS[name][2](client.objects), Unexpected)

    assert openai.paths() == [path_of(name)]
