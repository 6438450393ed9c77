"""Does each thing that can go wrong have its own name, and leave no connection behind?"""

import asyncio
import contextlib
import socket

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
from watchgate.gateway.upstream import Origin, Timeouts, UpstreamFailure, UpstreamPool

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_a_port_nobody_listens_on_is_a_connect_failure_and_nothing_was_sent(pool) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        origin = Origin.parse(f"http://127.0.0.1:{taken.getsockname()[1]}")

        with pytest.raises(UpstreamFailure) as failure:
            await pool.send(origin, b"GET", b"/", [], b"", PATIENT)

    assert (failure.value.kind, failure.value.sent) == ("connect", False)


async def test_a_connection_that_takes_too_long_is_a_connect_failure(pool) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        origin = Origin.parse(f"http://127.0.0.1:{deaf.getsockname()[1]}")
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:  # the backlog is full: further connections hang
            filler.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                filler.connect(deaf.getsockname())

        with pytest.raises(UpstreamFailure) as failure:
            await pool.send(origin, b"GET", b"/", [], b"", Timeouts(0.1, 5, 5, 5))

        for filler in fillers:
            filler.close()
    assert (failure.value.kind, failure.value.sent) == ("connect", False)


@pytest.mark.parametrize("said", [b"", b"HTT", b"HTTP/1.1 200 OK\r\nContent-"])
async def test_a_close_before_the_end_of_the_head_is_a_reset(serve, pool, said) -> None:
    upstream = await serve(saying_then_closing(said))

    with pytest.raises(UpstreamFailure) as failure:
        await ask(pool, upstream)

    assert (failure.value.kind, failure.value.sent) == ("reset", True)


@pytest.mark.parametrize("said", [HEAD + b"five!", STREAM_HEAD + b"5\r\nfive!\r\n"])
async def test_a_body_cut_short_gives_what_came_and_then_a_reset(serve, pool, said) -> None:
    answer = await ask(pool, await serve(saying_then_closing(said)))

    assert await answer.next_chunk() == b"five!"
    with pytest.raises(UpstreamFailure) as failure:
        await answer.next_chunk()

    assert (failure.value.kind, failure.value.sent) == ("reset", True)


@pytest.mark.parametrize("said", [HEAD + b"five!", STREAM_HEAD + b"5\r\nfive!\r\n"])
async def test_a_body_cut_short_is_never_read_as_whole(serve, pool, said) -> None:
    answer = await ask(pool, await serve(saying_then_closing(said)))

    with pytest.raises(UpstreamFailure) as failure:
        await answer.read(1000)

    assert failure.value.kind == "reset"


@pytest.mark.parametrize(
    "said",
    [
        b"\x16\x03\x01\x02\x00garbage",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nBad Header: 1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: 0123456789\r\n" * 4_000 + b"Content-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000,
        b"HTTP/1.1 103 Early Hints\r\nLink: 0123456789\r\n\r\n" * 3_000,
    ],
    ids=[
        "TLS", "SSH", "status 099", "101", "two lengths", "length and chunked", "blank in a name",
        "one long header", "many headers", "endless header", "endless interim answers",
    ],
)  # fmt: skip
async def test_what_is_not_http_as_we_accept_it_is_a_protocol_failure(serve, pool, said) -> None:
    upstream = await serve(saying(said))

    with pytest.raises(UpstreamFailure) as failure:
        await ask(pool, upstream)

    assert (failure.value.kind, failure.value.sent) == ("protocol", True)
    await eventually(lambda: upstream.open == 0)


@pytest.mark.parametrize(
    "tail",
    [b"zz\r\n", b"0\r\n" + b"X-Trailer: 0123456789\r\n" * 10_000, b"5;" + b"e" * 200_000],
    ids=["chunk length", "endless trailers", "endless chunk extension"],
)
async def test_a_broken_chunked_body_is_a_protocol_failure(serve, pool, tail) -> None:
    upstream = await serve(saying(STREAM_HEAD, b"5\r\nfive!\r\n", tail))
    answer = await ask(pool, upstream)

    with pytest.raises(UpstreamFailure) as failure:
        await answer.read(1000)

    assert failure.value.kind == "protocol"
    await eventually(lambda: upstream.open == 0)


async def test_a_head_just_below_the_limit_is_read(serve, pool) -> None:
    large = b"x" * 60_000
    upstream = await serve(
        saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nX: " + large + b"\r\n\r\n" + b"y" * 100_000)
    )

    answer = await ask(pool, upstream)

    assert dict(answer.headers)[b"x"] == large
    assert len(await answer.read(100_000)) == 100_000


@pytest.mark.parametrize(
    ("said", "timeouts"),
    [
        ([], Timeouts(5, 0.1, 5, 5)),
        ([b"HTTP/1.1 200"], Timeouts(5, 0.1, 5, 5)),
        ([HEAD, b"five!"], Timeouts(5, 5, 0.1, 5)),
        ([HEAD], Timeouts(5, 5, 0.1, 5)),
        ([HEAD, *[b"x"] * 9], Timeouts(5, 5, 5, 0.1)),
        ([b"HTTP/1.1 100 Continue\r\n\r\n"] * 100, Timeouts(5, 5, 5, 0.1)),
    ],
    ids=[
        "no head",
        "half a head",
        "silent in the body",
        "silent after the head",
        "never ends",
        "only interim answers",
    ],
)
async def test_silence_ends_in_a_timeout(serve, pool, said, timeouts) -> None:
    upstream = await serve(saying(*said))
    began = asyncio.get_running_loop().time()

    with pytest.raises(UpstreamFailure) as failure:
        await (await ask(pool, upstream, timeouts=timeouts)).read(1000)

    assert (failure.value.kind, failure.value.sent) == ("timeout", True)
    assert 0.09 < asyncio.get_running_loop().time() - began < 1
    await eventually(lambda: upstream.open == 0)


async def test_a_request_body_that_the_upstream_does_not_take_in_ends_in_a_timeout(serve, pool) -> None:
    async def script(reader, writer) -> None:
        await asyncio.sleep(5)

    upstream = await serve(script)

    with pytest.raises(UpstreamFailure) as failure:
        await ask(pool, upstream, b"x" * 30_000_000, timeouts=Timeouts(1, 60, 0.2, 60))

    assert failure.value.kind == "timeout"


async def test_a_steady_stream_outlives_its_idle_timeout(serve, pool) -> None:
    answer = await ask(pool, await serve(saying(HEAD, *[b"x"] * 10)), timeouts=Timeouts(1, 1, 0.05, 5))

    assert await answer.read(100) == b"x" * 10


async def test_a_long_timeout_does_not_delay_a_short_one_that_comes_later(serve, pool) -> None:
    upstream = await serve(saying())
    patient = asyncio.create_task(ask(pool, upstream))
    await eventually(lambda: upstream.open == 1)

    with pytest.raises(UpstreamFailure) as failure:
        await ask(pool, upstream, timeouts=Timeouts(1, 0.1, 0.1, 0.1))

    assert failure.value.kind == "timeout"
    assert not patient.done()
    patient.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await patient


async def test_a_cancelled_answer_closes_its_connection_at_once(serve, pool) -> None:
    upstream = await serve(saying(STREAM_HEAD, *[b"5\r\nfive!\r\n"] * 1000))
    answer = await ask(pool, upstream)
    await answer.next_chunk()

    answer.cancel()

    await eventually(lambda: upstream.open == 0)


async def test_cancelling_an_answer_that_is_complete_does_not_touch_its_connection(serve, pool) -> None:
    upstream = await serve(saying(OK))
    first = await ask(pool, upstream)
    await first.read(100)
    second = asyncio.create_task(ask(pool, upstream))

    first.cancel()

    assert await (await second).read(100) == b"ok"
    assert upstream.accepted == 1


async def test_a_task_cancelled_at_any_await_leaves_no_connection_behind(serve) -> None:
    async def script(reader, writer) -> None:
        while True:
            await request_from(reader)
            for piece in (HEAD, b"five!", b"five!"):
                await asyncio.sleep(0.002)
                writer.write(piece)

    upstream = await serve(script)
    pool = UpstreamPool(max_connections_per_origin=2)

    async def exchange(how: str) -> bytes:
        answer = await ask(pool, upstream)
        if how == "read":
            return await answer.read(1000)
        return b"".join([piece async for piece in answer])

    for moment in range(60):
        tasks = [asyncio.create_task(exchange(how)) for how in ("read", "stream", "read")]
        await asyncio.sleep(moment / 4000)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    whole = await asyncio.gather(*(exchange("read") for _ in range(4)))  # both slots are free again
    assert whole == [b"five!five!"] * 4
    assert upstream.open <= 2
    await pool.close()
    await eventually(lambda: upstream.open == 0)


async def test_a_line_break_cannot_be_smuggled_into_a_request(serve, pool) -> None:
    upstream = await serve(saying(OK))

    for target, value in [
        (b"/", b"x\r\nevil: 1"),
        (b"/ HTTP/1.1\r\nevil: 1\r\n", b"x"),
        (b"/", b"x\ny"),
        (b"/a b", b"x"),
    ]:
        with pytest.raises(ValueError, match="upstream request"):
            await pool.send(upstream.origin, b"GET", target, [(b"authorization", value)], b"", PATIENT)

    assert upstream.accepted == 0
