"""Is exactly what was named deleted, asked for once, and is never more said than OpenAI has said?"""

import asyncio
import gzip
import json
import math
from datetime import timedelta

import httpx
import pytest

from integration.openai.awkward import answer, cut, drip, ok, redirect, silence, status
from integration.openai.conftest import WORKSPACE
from integration.openai.every_change import CHANGES, ID, confirmation_of, path_of
from integration.openai.sent import DELETED
from integration.openai.test_openai_failures import assert_says_nothing_private
from watchgate.openai.connect import new_http_client
from watchgate.openai.errors import (
    Gone,
    NeedsAttention,
    OpenAIFailure,
    TryAgain,
    Unexpected,
    Unsure,
)
from watchgate.openai.limits import Limits, Rates

PATH = path_of("conversation")


def delete(client, conversation_id=ID):
    return client.changes.delete_conversation(WORKSPACE, "user-1", conversation_id)


async def failure_of(client, kind=OpenAIFailure):
    with pytest.raises(kind) as failure:
        await delete(client)
    assert_says_nothing_private(failure.value)
    return failure.value


@pytest.mark.parametrize("name", CHANGES)
async def test_each_change_asks_once_at_its_own_path_and_is_confirmed(openai, client, name):
    method, _, change = CHANGES[name]
    openai.says(path_of(name), ok(confirmation_of(name)))

    changed = await change(client.changes)

    (asked,) = openai.asked
    assert (asked.method, asked.path) == (method, path_of(name))
    assert asked.body == b""
    assert asked.headers["authorization"].startswith("Bearer sk-")
    assert (changed.object_id, changed.object_type) == (ID, confirmation_of(name)["object"])


async def test_a_recording_of_sound_is_deleted_in_its_conversation(openai, client):
    openai.says(path_of("user file"), ok(DELETED))

    await client.changes.delete_user_file(WORKSPACE, "user-1", ID, "conversation-1")
    await client.changes.delete_user_file(WORKSPACE, "user-1", ID)

    assert [each.query for each in openai.asked] == [[("conversation_id", "conversation-1")], []]


@pytest.mark.parametrize("name", CHANGES)
async def test_what_is_gone_says_so_at_once(openai, client, name):
    openai.says(path_of(name), status(404))

    with pytest.raises(Gone):
        await CHANGES[name][2](client.changes)

    assert len(openai.asked) == 1


@pytest.mark.parametrize("code", [500, 502, 503, 504, 529, 408])
async def test_after_a_failure_of_the_server_we_are_unsure_and_do_not_ask_again_by_ourselves(
    openai, client, code
):
    openai.says(PATH, status(code, retry_after="3"), ok(DELETED))

    failure = await failure_of(client, Unsure)

    assert failure.status == code
    assert failure.after.total_seconds() == 3
    assert len(openai.asked) == 1


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"", "network"),
        (b"HTTP/1.1 200 OK\r\ncontent-le", "network"),
        (b"nonsense\r\n\r\n", "network"),
        (cut(b'{"deleted"', 80), "network"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n", "network"),
        (ok(DELETED)[:-5], "network"),
        (answer(200, gzip.compress(b'{"deleted":true}')[:-9], content_encoding="gzip"), "damaged"),
        (answer(200, b"planted", content_encoding="gzip"), "damaged"),
        (answer(200, b"planted", content_encoding="br"), "damaged"),
        (answer(200, b""), "damaged"),
        (answer(200, b'{"deleted": tr'), "damaged"),
        (answer(200, b"<html>planted proxy</html>", content_type="text/html"), "damaged"),
        (answer(200, b"\xff\xfe\x00planted"), "damaged"),
        (answer(200, b"[" * 100_000), "damaged"),
        (answer(200, b" " * 100_000 + json.dumps(DELETED).encode()), "damaged"),
        (answer(200, gzip.compress(b" " * 50_000_000), content_encoding="gzip"), "damaged"),
        (answer(200, b"null"), "damaged"),
        (answer(200, b"[]"), "damaged"),
        (answer(200, b"{}"), "damaged"),
        (ok({"id": ID}), "damaged"),
        (ok({"deleted": None, "id": ID}), "damaged"),
        (ok({"deleted": "planted", "id": ID}), "damaged"),
        (ok({"deleted": True, "id": 5}), "damaged"),
    ],
)
async def test_a_broken_answer_leaves_us_unsure(openai, client, reply, reason):
    openai.says(PATH, reply)

    failure = await failure_of(client, Unsure)

    assert failure.reason == reason
    assert len(openai.asked) == 1


@pytest.mark.parametrize("reply", [silence, drip])
async def test_an_answer_that_does_not_come_leaves_us_unsure(openai, client_for, reply):
    openai.says(PATH, reply)

    failure = await failure_of(client_for(answer_within_s=0.2), Unsure)

    assert failure.reason == "timeout"
    assert len(openai.asked) == 1


async def test_without_a_connection_nothing_has_happened(client_for):
    listener = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()

    failure = await failure_of(client_for(f"http://127.0.0.1:{port}/v1"), TryAgain)

    assert not isinstance(failure, Unsure)


@pytest.mark.parametrize("code", [407, 502])
async def test_a_proxy_that_does_not_let_us_through_has_deleted_nothing(
    openai, client_for, monkeypatch, code
):
    monkeypatch.setenv("HTTPS_PROXY", openai.url)
    for name in ("NO_PROXY", "no_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    openai.says("", status(code))

    async with new_http_client() as http:
        failure = await failure_of(client_for("https://api.chatgpt.invalid/v1", http=http))

    assert [asked.method for asked in openai.asked] == ["CONNECT"]
    assert not isinstance(failure, Unsure)


async def test_behind_a_proxy_a_request_that_has_left_may_have_happened(openai, client_for, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", openai.url)
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    openai.says(PATH, b"")

    async with new_http_client() as http:
        await failure_of(client_for("http://api.chatgpt.invalid/v1", http=http), Unsure)


async def test_without_a_free_connection_nothing_has_happened(openai, client_for):
    openai.says(PATH, silence)
    one = httpx.Limits(max_connections=1)
    async with httpx.AsyncClient(limits=one, timeout=httpx.Timeout(5, pool=0.1)) as http:
        client = client_for(http=http)
        first = asyncio.create_task(delete(client))
        await openai.arrived.wait()

        failure = await failure_of(client, TryAgain)

        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert not isinstance(failure, Unsure)
    assert len(openai.asked) == 1


async def test_too_many_is_a_refusal_and_stops_the_next_deletion_as_well(openai, client_for):
    openai.says(PATH, status(429, retry_after="30"), ok(DELETED))
    client = client_for(limits=Limits(Rates(item=math.inf)))

    for _ in range(2):
        failure = await failure_of(client, TryAgain)
        assert not isinstance(failure, Unsure)
        assert failure.reason == "rate_limited"
        assert failure.after.total_seconds() == pytest.approx(30, abs=2)

    assert len(openai.asked) == 1


async def test_a_host_that_rests_is_not_asked_and_nothing_has_happened(openai, client):
    openai.says(PATH, status(500))
    while True:
        failure = await failure_of(client, TryAgain)
        if failure.reason == "resting":
            break

    assert not isinstance(failure, Unsure)


@pytest.mark.parametrize("code", [401, 403])
async def test_a_key_that_may_not_is_told_with_the_scope_to_ask_for(openai, client, code):
    openai.says(PATH, status(code))

    failure = await failure_of(client, NeedsAttention)

    assert "…9fQ2" in str(failure)
    assert "chatgpt.enterprise.compliance_export with delete" in failure.remedy
    assert len(openai.asked) == 1


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(openai, client, code):
    openai.says(PATH, redirect(f"{openai.url}/elsewhere", code))

    failure = await failure_of(client, Unexpected)

    assert failure.status == code
    assert openai.paths() == [PATH]


@pytest.mark.parametrize("code", [400, 402, 405, 409, 418, 422, 204, 202])
async def test_an_answer_that_the_contract_does_not_know_is_unexpected(openai, client, code):
    openai.says(PATH, b"HTTP/1.1 204 No Content\r\n\r\n" if code == 204 else status(code))

    assert (await failure_of(client, Unexpected)).status == code


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"deleted": False, "id": ID}, "not done"),
        ({"deleted": True, "id": "planted-other"}, "another object"),
        ({"deleted": True, "id": ""}, "another object"),
    ],
)
async def test_a_no_and_another_objects_name_are_unexpected(openai, client, body, says):
    openai.says(PATH, ok(body))

    failure = await failure_of(client, Unexpected)

    assert says in str(failure)


@pytest.mark.parametrize("body", [{"deleted": True}, {"deleted": True, "id": ID, "new": {"planted": 1}}])
async def test_fields_that_miss_or_are_new_do_no_harm(openai, client, body):
    openai.says(PATH, ok(body))

    assert (await delete(client)).object_id == ID


@pytest.mark.parametrize("odd", ["", ".", "..", "a\nb", "x" * 300])
async def test_an_id_that_would_lead_elsewhere_is_not_asked_for(openai, client, odd):
    with pytest.raises(Unexpected):
        await delete(client, odd)

    assert openai.asked == []


async def test_an_id_with_a_slash_stays_one_id(openai, client):
    with pytest.raises(Gone):
        await delete(client, "a/../../users")

    assert openai.asked[0].target.endswith("/conversations/a%2F..%2F..%2Fusers")


async def test_each_route_has_a_budget_of_its_own(openai, client_for):
    limits = Limits(Rates(item=5))
    client = client_for(limits=limits, longest_wait=timedelta(0))
    openai.says(PATH, ok(DELETED))
    openai.says(path_of("gpt"), ok(DELETED))
    await delete(client)

    with pytest.raises(TryAgain) as refusal:
        await delete(client)
    await client.changes.delete_gpt(WORKSPACE, ID)

    assert refusal.value.reason == "rate_limited"
    assert openai.paths() == [PATH, path_of("gpt")]


async def test_a_turn_that_is_long_in_coming_is_not_waited_for(openai, client_for):
    """Else whoever asks would lose patience first, and could not know that nothing was asked."""
    openai.says(PATH, status(429, retry_after="20"))
    client = client_for(longest_wait=timedelta(seconds=60))
    await failure_of(client, TryAgain)

    async with asyncio.timeout(2):
        failure = await failure_of(client, TryAgain)

    assert failure.after.total_seconds() == pytest.approx(20, abs=2)
    assert len(openai.asked) == 1


async def test_reading_and_deleting_the_same_thing_do_not_share_a_budget(openai, client_for):
    limits = Limits(Rates(item=5))
    client = client_for(limits=limits, longest_wait=timedelta(0))
    openai.says(path_of("codex task"), ok(DELETED))

    await client.changes.delete_codex_task(WORKSPACE, ID)
    await client.objects.codex_task(WORKSPACE, ID)

    assert [each.method for each in openai.asked] == ["DELETE", "GET"]


async def test_a_deletion_that_is_given_up_closes_its_connection(openai, client):
    openai.says(PATH, silence)
    deleting = asyncio.create_task(delete(client))
    await openai.arrived.wait()

    deleting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await deleting
    async with asyncio.timeout(2):
        await openai.left.wait()
