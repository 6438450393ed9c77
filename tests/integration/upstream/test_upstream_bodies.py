"""Does every form of body arrive as it was sent, and no more than we can hold?"""

import asyncio

import pytest

from integration.upstream.scripted import (
    OK,
    PATIENT,
    ask,
    eventually,
    request_from,
    saying,
    saying_then_closing,
)
from watchgate.gateway.upstream import Timeouts, UpstreamFailure, UpstreamPool

CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Empty:\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
    b"4;ext=1\r\ndata\r\n6\r\n: one\n\r\n1\r\n\n\r\n0\r\nX-Trailer: t\r\n\r\n"
)
SIZED = b"HTTP/1.1 200 OK\r\nX-Empty: \r\nContent-Length: 11\r\n\r\nhello world"


@pytest.mark.parametrize(("message", "body"), [(CHUNKED, b"data: one\n\n"), (SIZED, b"hello world")])
async def test_an_answer_split_at_any_byte_is_the_same_answer(serve, pool, message, body) -> None:
    upstreams = [await serve(saying(message[:at], message[at:])) for at in range(1, len(message))]

    async def read_one(upstream):
        answer = await ask(pool, upstream)
        return answer.status, answer.headers, await answer.read(100)

    read = await asyncio.gather(*map(read_one, upstreams))

    whole = await serve(saying(message))
    assert read == [await read_one(whole)] * len(upstreams)
    assert read[0][2] == body
    assert (b"x-empty", b"") in read[0][1]
    assert b"x-trailer" not in dict(read[0][1])


async def test_an_answer_that_comes_byte_by_byte_is_the_same_answer(serve, pool) -> None:
    async def script(reader, writer) -> None:
        await request_from(reader)
        for at in range(len(CHUNKED)):
            writer.write(CHUNKED[at : at + 1])
            await asyncio.sleep(0.001)

    answer = await ask(pool, await serve(script))

    assert await answer.read(100) == b"data: one\n\n"


async def test_a_body_without_length_lasts_until_the_close(serve, pool) -> None:
    upstream = await serve(saying_then_closing(b"HTTP/1.1 200 OK\r\n\r\nfirst,", b"second"))

    answer = await ask(pool, upstream)

    assert await answer.read(100) == b"first,second"


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 204 No Content\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]
)
async def test_an_empty_answer_is_complete_at_once_and_its_connection_stays(serve, pool, head) -> None:
    upstream = await serve(saying(head))

    answers = [await ask(pool, upstream) for _ in range(2)]

    assert [await answer.next_chunk() for answer in answers] == [b"", b""]
    assert upstream.accepted == 1


async def test_the_answer_to_head_has_no_body_whatever_its_length_says(serve, pool) -> None:
    upstream = await serve(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"))

    answer = await pool.send(upstream.origin, b"HEAD", b"/", [], b"", PATIENT)

    assert (answer.status, await answer.read(100)) == (200, b"")


async def test_interim_answers_are_passed_over(serve, pool) -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    upstream = await serve(saying(interim, OK))

    answers = [await ask(pool, upstream) for _ in range(2)]

    assert [(answer.status, answer.headers) for answer in answers] == [(200, [(b"content-length", b"2")])] * 2
    assert upstream.accepted == 1


async def test_pieces_arrive_as_they_are_sent(serve, pool) -> None:
    said = [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"one", b"two", b"six"]
    answer = await ask(pool, await serve(saying(*said)))

    pieces = [piece async for piece in answer]

    assert pieces == [b"one", b"two", b"six"]
    assert await answer.next_chunk() == b""


@pytest.mark.parametrize("framing", ["content-length", "chunked"])
async def test_a_body_above_the_limit_fails_without_being_read_to_its_end(serve, pool, framing) -> None:
    sent = 0

    async def script(reader, writer) -> None:
        nonlocal sent
        await request_from(reader)
        length = (
            b"Content-Length: 100000000" if framing == "content-length" else b"Transfer-Encoding: chunked"
        )
        writer.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n\r\n")
        for _ in range(1000):
            piece = b"x" * 100_000
            writer.write(piece if framing == "content-length" else b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
            sent += len(piece)

    upstream = await serve(script)

    with pytest.raises(UpstreamFailure) as failure:
        await (await ask(pool, upstream)).read(1_000_000)

    assert (failure.value.kind, failure.value.sent) == ("too_large", True)
    await eventually(lambda: upstream.open == 0)
    assert sent < 20_000_000


async def test_a_body_of_exactly_the_limit_is_read(serve, pool) -> None:
    answer = await ask(pool, await serve(saying(SIZED)))

    assert await answer.read(11) == b"hello world"


async def test_a_small_complete_body_above_the_limit_fails_too(serve, pool) -> None:
    answer = await ask(pool, await serve(saying(SIZED)))

    with pytest.raises(UpstreamFailure) as failure:
        await answer.read(10)

    assert failure.value.kind == "too_large"


async def test_an_upstream_faster_than_its_reader_is_held_back_and_nothing_is_lost(serve, pool) -> None:
    size, sent = 30_000_000, 0

    async def script(reader, writer) -> None:
        nonlocal sent
        await request_from(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        while sent < size:
            writer.write(b"x" * 100_000)
            await writer.drain()
            sent += 100_000

    upstream = await serve(script)
    answer = await ask(pool, upstream)
    await asyncio.sleep(0.3)
    sent_to_a_reader_that_sleeps, waiting = sent, answer.waiting_bytes

    received = 0
    async for piece in answer:
        received += len(piece)

    assert waiting < 1_000_000
    assert sent_to_a_reader_that_sleeps < size  # the rest waits in the kernel's buffers and at the upstream
    assert received == size


async def test_a_connection_whose_reader_was_slow_is_used_again(serve, pool) -> None:
    body = b"x" * 400_000
    upstream = await serve(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n", body))

    for _ in range(3):
        answer = await ask(pool, upstream)
        await asyncio.sleep(0.05)
        assert b"".join([piece async for piece in answer]) == body

    assert upstream.accepted == 1


async def test_a_slow_reader_is_no_reason_to_give_the_upstream_up(serve, pool) -> None:
    body = b"x" * 5_000_000
    upstream = await serve(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + body))
    answer = await ask(pool, upstream, timeouts=Timeouts(1, 1, 0.1, 5))

    await asyncio.sleep(0.4)

    assert await answer.read(5_000_000) == body


async def test_a_large_request_reaches_an_upstream_that_takes_it_in_slowly(serve, pool) -> None:
    received = b""

    async def script(reader, writer) -> None:
        nonlocal received
        await reader.readuntil(b"\r\n\r\n")
        while len(received) < 20_000_000:
            received += await reader.read(1_000_000)
            await asyncio.sleep(0.002)
        writer.write(OK)
        await reader.read(1)

    upstream = await serve(script)
    body = bytes(range(250)) * 80_000

    answer = await ask(pool, upstream, body, timeouts=Timeouts(1, 0.5, 0.5, 10))

    assert await answer.read(10) == b"ok"
    assert received == body


async def test_an_answer_before_the_request_is_sent_out_is_read_and_the_connection_dropped(serve) -> None:
    refusal = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig"

    async def script(reader, writer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(refusal)
        await asyncio.sleep(0.2)

    upstream = await serve(script)
    pool = UpstreamPool(max_connections_per_origin=1)

    for _ in range(2):
        answer = await ask(pool, upstream, b"x" * 30_000_000)
        assert (answer.status, await answer.read(10)) == (413, b"big")

    assert upstream.accepted == 2
    await pool.close()
