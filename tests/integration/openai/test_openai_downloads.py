"""Does a file arrive whole, verified, without our key going astray, whatever the signed URL does?"""

import asyncio
import io
from datetime import timedelta
from hashlib import sha256

import httpx
import pytest

from integration.openai.awkward import answer, cut, drip, redirect, silence, status
from integration.openai.conftest import KEY, WORKSPACE
from integration.openai.test_openai_failures import assert_says_nothing_private
from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure, TooLarge, TryAgain, Unexpected

FILE = f"/v1/compliance/workspaces/{WORKSPACE}/logs/eclf_1"
USER_FILE = f"/v1/compliance/workspaces/{WORKSPACE}/users/user-1/files/file-1"
BODY = b'{"event_id":"e1"}\n' * 100_000
GOOD = answer(200, BODY)


def fetch(client, body=BODY, **options):
    options = {"expect_sha256": sha256(body).hexdigest(), "expect_size": len(body)} | options
    return client.download_log_file(WORKSPACE, "eclf_1", **options)


async def failure_of(asking, kind=OpenAIFailure):
    with pytest.raises(kind) as failure:
        await asking
    assert_says_nothing_private(failure.value)
    return failure.value


@pytest.fixture
def signed(openai):
    """The path of the file id leads to fresh signed URLs: /signed/0, /signed/1, …; the replies to them in turn."""

    def sign(*replies, path=FILE):
        openai.says(path, *(redirect(f"{openai.url}/signed/{n}?sig=planted{n}") for n in range(len(replies))))
        for number, reply in enumerate(replies):
            openai.says(f"/signed/{number}", reply)

    return sign


async def test_a_file_arrives_verified_and_from_its_first_byte(signed, client):
    signed(GOOD)

    got = await fetch(client)

    with got.file:
        assert got.file.read() == BODY
    assert (got.size_bytes, got.sha256) == (len(BODY), sha256(BODY).hexdigest())


async def test_our_key_is_for_the_first_hop_alone(openai, signed, client):
    signed(GOOD)

    (await fetch(client)).file.close()

    first, second = openai.asked
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in second.headers
    assert KEY not in str(second)
    assert second.target == "/signed/0?sig=planted0"


async def test_not_even_a_clients_own_defaults_reach_the_second_hop(openai, signed, client_for):
    signed(GOOD)

    async with httpx.AsyncClient(headers={"authorization": "Bearer other"}, auth=("me", "pw")) as http:
        (await fetch(client_for(http=http))).file.close()

    assert openai.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in openai.asked[1].headers


async def test_a_file_object_is_written_from_where_it_stands(signed, client):
    signed(GOOD)
    sink = io.BytesIO(b"before")
    sink.seek(6)

    got = await fetch(client, sink=sink)

    assert got.file is sink
    assert sink.tell() == 6
    assert sink.getvalue() == b"before" + BODY


async def test_a_second_attempt_leaves_nothing_of_the_first(signed, client):
    signed(answer(200, b"x" * len(BODY)), cut(BODY[:1000], len(BODY)), GOOD)
    sink = io.BytesIO()

    await fetch(client, sink=sink)

    assert sink.getvalue() == BODY


async def test_a_shorter_second_attempt_leaves_nothing_of_the_first_either(signed, client):
    signed(cut(BODY, len(BODY) + 1), answer(200, b"short"), path=USER_FILE)
    sink = io.BytesIO()

    got = await client.download_user_file(WORKSPACE, "user-1", "file-1", sink=sink)

    assert sink.getvalue() == b"short"
    assert got.size_bytes == 5


async def test_an_empty_file_is_a_file(signed, client):
    signed(answer(200, b""))

    got = await fetch(client, b"")

    with got.file:
        assert got.file.read() == b""


async def test_a_hash_in_capitals_is_the_same_hash(signed, client):
    signed(GOOD)

    (await fetch(client, expect_sha256=sha256(BODY).hexdigest().upper())).file.close()


@pytest.mark.parametrize("code", [400, 403, 404, 410])
async def test_an_expired_url_is_asked_for_anew(openai, signed, client, code):
    signed(status(code), GOOD)

    (await fetch(client)).file.close()

    assert openai.paths() == [FILE, "/signed/0", FILE, "/signed/1"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (status(403), "expired"),
        (status(410), "expired"),
        (status(500), "server"),
        (status(503), "server"),
        (status(429, retry_after="0"), "rate_limited"),
        (answer(200, BODY[:-1]), "damaged"),
        (answer(200, BODY + b"\n"), "damaged"),
        (answer(200, b"planted"), "damaged"),
        (answer(200, BODY[:-2] + b"!\n"), "damaged"),
        (cut(BODY[:-500], len(BODY)), "network"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + BODY[:-500], "damaged"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n", "network"),
        (b"", "network"),
    ],
)
async def test_each_way_to_spoil_a_file_is_tried_again_with_a_fresh_url_then_named(
    openai, signed, client, bad, reason
):
    signed(bad, bad, bad)

    assert (await failure_of(fetch(client), TryAgain)).reason == reason
    assert openai.paths().count(FILE) == 3


@pytest.mark.parametrize(
    "bad", [status(500), status(403), answer(200, b"x" * len(BODY)), cut(BODY[:9], len(BODY))]
)
async def test_what_was_spoilt_twice_arrives_the_third_time(signed, client, bad):
    signed(bad, bad, GOOD)

    (await fetch(client)).file.close()


@pytest.mark.parametrize("slow", [silence, drip])
async def test_a_body_that_does_not_come_is_a_timeout(signed, client_for, slow):
    signed(slow)

    failure = await failure_of(fetch(client_for(attempts=1, file_within_s=0.1)), TryAgain)

    assert failure.reason == "timeout"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (401, NeedsAttention),
        (403, NeedsAttention),
        (404, Gone),
        (410, Gone),
        (200, Unexpected),
        (500, TryAgain),
    ],
)
async def test_the_first_hop_speaks_the_four_words_as_everywhere(openai, client, code, kind):
    openai.says(FILE, status(code))

    await failure_of(fetch(client), kind)


@pytest.mark.parametrize(
    "location",
    [
        "",
        "ftp://127.0.0.1/planted",
        "file:///etc/planted",
        "javascript:planted",
        "http://user:planted@127.0.0.1/x",
        "http://[planted",
        "http://127.0.0.1:99999999/planted",
        "http://127.0.0.1/" + "planted" * 5000,
    ],
)
async def test_a_redirect_to_a_place_we_do_not_go_is_refused(openai, client, location):
    openai.says(FILE, redirect(location))

    await failure_of(fetch(client), Unexpected)
    assert openai.paths() == [FILE]


async def test_a_redirect_without_a_location_is_refused(openai, client):
    openai.says(FILE, answer(307))

    await failure_of(fetch(client), Unexpected)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_any_redirect_will_do_and_it_may_be_relative(openai, client, code):
    openai.says(FILE, redirect("/signed/here", code))
    openai.says("/signed/here", GOOD)

    (await fetch(client)).file.close()

    assert "authorization" not in openai.asked[1].headers


async def test_the_signed_url_may_point_on_but_not_without_end(openai, signed, client):
    signed(redirect(f"{openai.url}/further"))
    openai.says("/further", GOOD)
    (await fetch(client)).file.close()

    openai.says("/further", redirect(f"{openai.url}/further"))
    await failure_of(fetch(client), Unexpected)


async def test_a_signed_url_that_points_on_to_a_bad_place_is_refused(openai, signed, client):
    signed(redirect("ftp://127.0.0.1/planted"))

    await failure_of(fetch(client), Unexpected)


async def test_a_log_file_beyond_all_measure_is_not_even_asked_for(openai, client):
    await failure_of(fetch(client, expect_size=65 * 1024 * 1024), TooLarge)

    assert openai.asked == []


async def test_the_organisations_files_have_their_own_route(openai, signed, client):
    path = "/v1/compliance/organizations/org-AbC/logs/eclf_1"
    signed(GOOD, path=path)
    digest = sha256(BODY).hexdigest()

    got = await client.download_organization_log_file(
        "org-AbC", "eclf_1", expect_sha256=digest, expect_size=len(BODY)
    )

    with got.file:
        assert openai.paths()[0] == path


async def test_a_users_file_is_fetched_up_to_a_limit(openai, signed, client):
    signed(GOOD, path=USER_FILE)

    got = await client.download_user_file(
        WORKSPACE, "user-1", "file-1", "conversation-1", max_bytes=len(BODY)
    )
    with got.file:
        assert got.sha256 == sha256(BODY).hexdigest()
    assert openai.asked[0].query == [("conversation_id", "conversation-1")]

    too_much = client.download_user_file(WORKSPACE, "user-1", "file-1", max_bytes=len(BODY) - 1)
    await failure_of(too_much, TooLarge)
    assert openai.asked[2].query == []


async def test_a_users_file_that_has_expired_is_gone(openai, client):
    openai.says(USER_FILE, status(410))

    failure = await failure_of(client.download_user_file(WORKSPACE, "user-1", "file-1"), Gone)

    assert failure.status == 410
    assert len(openai.asked) == 1


async def test_who_cancels_a_download_closes_the_connection(openai, signed, client):
    signed(drip)
    fetching = asyncio.create_task(fetch(client))
    while len(openai.asked) < 2:  # noqa: ASYNC110 - what is awaited happens on the other side of a socket
        await asyncio.sleep(0.001)

    fetching.cancel()

    with pytest.raises(asyncio.CancelledError):
        await fetching
    async with asyncio.timeout(5):
        await openai.left.wait()


async def test_a_server_that_asks_for_a_long_wait_gets_it(signed, client):
    signed(status(503, retry_after="90"))

    failure = await failure_of(fetch(client), TryAgain)

    assert failure.after == timedelta(seconds=90)
