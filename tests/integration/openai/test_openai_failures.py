"""What becomes of every status, and of every way in which no answer comes?"""

import asyncio
import gzip
import logging
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from integration.openai.awkward import answer, cut, drip, ok, redirect, silence, status
from integration.openai.conftest import KEY, WORKSPACE
from integration.openai.sent import EMPTY_LOGS
from watchgate.openai import transport
from watchgate.openai.body import pieces
from watchgate.openai.breaker import Breakers
from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure, TooLarge, TryAgain, Unexpected
from watchgate.openai.limits import Limits, Rates

LOGS = f"/v1/compliance/workspaces/{WORKSPACE}/logs"
AFTER = datetime(2026, 7, 16, 1, 0, tzinfo=UTC)
GOOD = ok(EMPTY_LOGS)


def ask(client):
    return client.list_log_files(WORKSPACE, "AUTH_LOG", AFTER)


async def failure_of(client, kind=OpenAIFailure):
    with pytest.raises(kind) as failure:
        await ask(client)
    assert_says_nothing_private(failure.value)
    return failure.value


def assert_says_nothing_private(failure):
    """Neither key nor body nor id, in the message or in what hangs on it."""
    told = repr(failure) + str(failure) + str(getattr(failure, "remedy", ""))
    assert "planted" not in told
    assert str(WORKSPACE) not in told
    assert failure.__cause__ is None
    assert failure.__suppress_context__ or failure.__context__ is None


@pytest.mark.parametrize(
    ("code", "kind", "asked"),
    [
        (400, Unexpected, 1),
        (401, NeedsAttention, 1),
        (402, Unexpected, 1),
        (403, NeedsAttention, 1),
        (404, Gone, 1),
        (407, NeedsAttention, 1),
        (408, TryAgain, 3),
        (409, Unexpected, 1),
        (410, Gone, 1),
        (418, Unexpected, 1),
        (422, Unexpected, 1),
        (425, TryAgain, 3),
        (429, TryAgain, 3),
        (500, TryAgain, 3),
        (502, TryAgain, 3),
        (503, TryAgain, 3),
        (529, TryAgain, 3),
        (599, TryAgain, 3),
        (204, Unexpected, 1),
        (206, Unexpected, 1),
    ],
)
async def test_each_status_is_one_of_the_four_words_and_asked_again_only_where_that_helps(
    openai, client, code, kind, asked
):
    openai.says(LOGS, status(code, retry_after="0") if code != 204 else b"HTTP/1.1 204 No Content\r\n\r\n")

    failure = await failure_of(client)

    assert type(failure) is kind
    assert failure.status == code
    assert len(openai.asked) == asked


@pytest.mark.parametrize("code", [401, 403])
async def test_what_needs_attention_names_the_key_by_four_characters_and_a_remedy(openai, client, code):
    openai.says(LOGS, status(code))

    failure = await failure_of(client, NeedsAttention)

    assert "…9fQ2" in str(failure)
    assert f"({code}" in str(failure) or f"({code})" in str(failure)
    assert "compliance_logs_platform.read" in failure.remedy


@pytest.mark.parametrize("bad", [status(500), status(429, retry_after="0.01"), cut(b"{", 100), b""])
async def test_a_passing_trouble_is_not_noticed(openai, client, bad):
    openai.says(LOGS, bad, bad, GOOD)

    assert (await ask(client)).files == ()
    assert len(openai.asked) == 3


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize("value", ["120", "120.0", "Wed, 01 Jan 2200 00:00:00 GMT"])
async def test_a_longer_wait_than_we_have_patience_for_is_handed_on_at_once(openai, client, code, value):
    openai.says(LOGS, status(code, retry_after=value))

    failure = await failure_of(client, TryAgain)

    assert failure.after >= timedelta(seconds=120)
    assert len(openai.asked) == 1


async def test_a_429_stops_the_next_question_too_until_its_time_has_come(openai, client_for):
    openai.says(LOGS, status(429, retry_after="30"), GOOD)
    limits = Limits(Rates(list=1000))

    for _ in range(2):
        assert (await failure_of(client_for(limits=limits), TryAgain)).reason == "rate_limited"

    assert len(openai.asked) == 1


async def test_a_429_that_says_nothing_still_makes_us_pause(openai, client):
    openai.says(LOGS, status(429))

    failure = await failure_of(client, TryAgain)

    assert failure.reason == "rate_limited"
    assert len(openai.asked) == 1


async def test_silence_is_a_timeout(openai, client_for):
    openai.says(LOGS, silence)

    assert (await failure_of(client_for(attempts=1, answer_within_s=0.1), TryAgain)).reason == "timeout"


async def test_an_answer_that_drips_without_end_is_a_timeout(openai, client_for):
    openai.says(LOGS, drip)

    assert (await failure_of(client_for(attempts=1, answer_within_s=0.1), TryAgain)).reason == "timeout"


async def test_nobody_at_the_address_is_the_network(openai, client_for):
    client = client_for("http://127.0.0.1:9/v1")

    failure = await failure_of(client, TryAgain)

    assert failure.reason == "network"
    assert "127.0.0.1" in str(failure)


async def test_a_name_that_nobody_knows_is_the_network(client_for):
    client = client_for("http://nobody.invalid/v1", attempts=1)

    assert (await failure_of(client, TryAgain)).reason == "network"


@pytest.mark.parametrize("bytes_", [b"SSH-2.0-OpenSSH\r\n", b"\x00" * 100, b"HTTP/1.1 abc\r\n\r\n"])
async def test_what_is_not_http_is_the_network(openai, client, bytes_):
    openai.says(LOGS, bytes_)

    assert (await failure_of(client, TryAgain)).reason == "network"


async def test_a_list_is_not_followed_elsewhere(openai, client):
    openai.says(LOGS, redirect(f"{openai.url}/elsewhere"))

    assert (await failure_of(client, Unexpected)).status == 307
    assert openai.paths() == [LOGS]


async def test_a_huge_answer_is_not_read(openai, client, monkeypatch):
    monkeypatch.setattr(transport, "MAX_JSON_BYTES", 10_000)
    openai.says(LOGS, answer(200, b" " * 10_001))

    await failure_of(client, TooLarge)


async def test_a_small_packed_answer_that_unpacks_to_much_is_not_unpacked(openai, client):
    bomb = zlib.compressobj(9, wbits=31)
    packed = b"".join(bomb.compress(bytes(1024 * 1024)) for _ in range(64)) + bomb.flush()
    assert len(packed) < 100_000
    openai.says(LOGS, answer(200, packed, content_encoding="gzip"))

    await failure_of(client, TooLarge)


async def test_a_packed_body_comes_in_small_pieces(openai, http):
    body = bytes(10 * 1024 * 1024)
    openai.says("/", answer(200, gzip.compress(body, mtime=0), content_encoding="gzip"))

    async with http.stream("GET", openai.url) as got:
        sizes = [len(piece) async for piece in pieces(got, "GET /")]

    assert sum(sizes) == len(body)
    assert max(sizes) <= 64 * 1024


@pytest.mark.parametrize(
    ("body", "packing", "kind"),
    [
        (gzip.compress(b"{}" * 1000, mtime=0)[:-9], "gzip", TryAgain),
        (b"planted, not packed", "gzip", TryAgain),
        (gzip.compress(b"{}", mtime=0) + b"planted", "gzip", Unexpected),
        (b"planted", "br", Unexpected),
        (zlib.compress(b"{}"), "deflate", Unexpected),
    ],
    ids=["cut", "not packed", "goes on", "brotli", "deflate"],
)
async def test_bad_packing_is_told_apart(openai, client, body, packing, kind):
    openai.says(LOGS, answer(200, body, content_encoding=packing))

    await failure_of(client, kind)


@pytest.mark.parametrize("body", [b"<html>planted</html>", b'{"data":["planted"],"has_more":false}', b""])
async def test_another_shape_is_unexpected(openai, client, body):
    openai.says(LOGS, answer(200, body))

    await failure_of(client, Unexpected)


async def test_a_host_that_fails_on_and_on_is_left_alone(openai, client_for):
    openai.says(LOGS, status(500))
    breakers = Breakers()

    for _ in range(5):
        await failure_of(client_for(breakers=breakers, attempts=1), TryAgain)
    failure = await failure_of(client_for(breakers=breakers, attempts=1), TryAgain)

    assert failure.reason == "resting"
    assert failure.after > timedelta(0)
    assert len(openai.asked) == 5


async def test_refusals_are_no_reason_to_leave_a_host_alone(openai, client_for):
    openai.says(LOGS, status(403))
    breakers = Breakers()

    for _ in range(8):
        await failure_of(client_for(breakers=breakers), NeedsAttention)

    assert len(openai.asked) == 8


async def test_who_cancels_leaves_at_once(openai, client):
    openai.says(LOGS, silence)
    asking = asyncio.create_task(ask(client))
    while not openai.asked:  # noqa: ASYNC110 - what is awaited happens on the other side of a socket
        await asyncio.sleep(0.001)

    asking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking
    async with asyncio.timeout(5):
        await openai.left.wait()


async def test_cookies_are_not_kept(openai, client):
    openai.says(LOGS, ok(EMPTY_LOGS, set_cookie="id=1; Path=/"))

    await ask(client)
    await ask(client)

    assert "cookie" not in openai.asked[1].headers


async def test_nothing_private_is_logged_at_any_level(openai, client, caplog):
    caplog.set_level(logging.DEBUG)
    openai.says(LOGS, status(500), redirect(f"{openai.url}/x?signature=planted"))

    await failure_of(client)

    assert KEY not in caplog.text
    assert "planted" not in caplog.text
    assert str(WORKSPACE) not in caplog.text
