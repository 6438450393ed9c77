"""Which connection is used, how often, and when not?"""

import asyncio
import contextlib

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


async def test_a_connection_is_used_again_once_its_answer_is_read(serve, pool) -> None:
    upstream = await serve(saying(OK))

    for _ in range(5):
        answer = await ask(pool, upstream)
        assert await answer.read(100) == b"ok"

    assert upstream.accepted == 1


async def test_the_request_on_the_wire_is_what_was_asked(serve, pool) -> None:
    seen = []

    async def script(reader, writer) -> None:
        seen.append(await request_from(reader))
        writer.write(OK)

    upstream = await serve(script)

    answer = await ask(pool, upstream, b'{"a":1}')
    await answer.read(100)

    host = upstream.origin.host_header.decode()
    head = (
        f"POST /v1/x HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n"
    )
    assert seen == [(head.encode(), b'{"a":1}')]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        OK + b"surplus",
        OK + OK,
    ],
    ids=["told so", "HTTP/1.0", "surplus bytes", "an answer nobody asked for"],
)
async def test_a_connection_that_cannot_be_trusted_further_is_not_used_again(serve, pool, answer) -> None:
    upstream = await serve(saying(answer))

    for _ in range(2):
        assert await (await ask(pool, upstream)).read(100) == b"ok"

    assert upstream.accepted == 2
    await eventually(lambda: upstream.open == 0)


async def test_a_connection_that_the_server_closed_while_idle_is_not_used(serve, pool) -> None:
    upstream = await serve(saying_then_closing(OK))

    for _ in range(3):
        assert await (await ask(pool, upstream)).read(100) == b"ok"
        await eventually(lambda: upstream.open == 0)
        await asyncio.sleep(0.02)

    assert upstream.accepted == 3


async def test_the_close_of_a_long_idle_connection_is_seen_even_before_the_loop_reads_it(serve, pool) -> None:
    closing = asyncio.Event()

    async def script(reader, writer) -> None:
        await request_from(reader)
        writer.write(OK)
        await closing.wait()

    upstream = await serve(script)
    await (await ask(pool, upstream)).read(100)
    connection = next(pool._connections())
    connection._transport.pause_reading()  # the loop does not look; only the socket knows
    connection._moved_at -= 2
    closing.set()
    await eventually(lambda: upstream.open == 0)
    await asyncio.sleep(0.02)

    answer = await ask(pool, upstream)

    assert await answer.read(100) == b"ok"
    assert upstream.accepted == 2


async def test_a_connection_idle_for_too_long_is_closed(serve) -> None:
    upstream = await serve(saying(OK))
    pool = UpstreamPool(idle_s=0.05)

    await (await ask(pool, upstream)).read(100)

    await eventually(lambda: upstream.open == 0)
    await (await ask(pool, upstream)).read(100)
    assert upstream.accepted == 2
    await pool.close()


async def test_a_used_connection_that_dies_before_answering_fails_and_nothing_is_sent_twice(
    serve, pool
) -> None:
    asked = 0

    async def script(reader, writer) -> None:
        nonlocal asked
        await request_from(reader)
        writer.write(OK)
        await request_from(reader)
        asked += 1

    upstream = await serve(script)
    await (await ask(pool, upstream)).read(100)

    with pytest.raises(UpstreamFailure) as failure:
        await ask(pool, upstream)

    assert (failure.value.kind, failure.value.sent) == ("reset", True)
    assert (asked, upstream.accepted) == (1, 1)


async def test_the_connection_used_last_is_used_next(serve, pool) -> None:
    ports = []

    async def script(reader, writer) -> None:
        while True:
            await request_from(reader)
            await asyncio.sleep(0.02)
            ports.append(writer.get_extra_info("peername")[1])
            writer.write(OK)

    upstream = await serve(script)
    for answer in await asyncio.gather(ask(pool, upstream), ask(pool, upstream)):
        await answer.read(100)
    last = ports[-1]

    for _ in range(3):
        await (await ask(pool, upstream)).read(100)

    assert ports[2:] == [last] * 3


async def test_no_more_connections_than_allowed_and_first_come_first_served(serve) -> None:
    served = []

    async def script(reader, writer) -> None:
        while True:
            _, body = await request_from(reader)
            served.append(int(body))
            await asyncio.sleep(0.005)
            writer.write(OK)

    upstream = await serve(script)
    pool = UpstreamPool(max_connections_per_origin=2)

    async def one(number: int) -> None:
        await (await ask(pool, upstream, b"%d" % number)).read(100)

    await asyncio.gather(*(one(number) for number in range(20)))

    assert upstream.accepted == 2
    assert sorted(served) == list(range(20))
    assert all(abs(place - number) <= 1 for place, number in enumerate(served))  # two are served at a time
    await pool.close()


async def test_who_waits_too_long_for_a_free_connection_is_told_nothing_was_sent(serve) -> None:
    upstream = await serve(saying(OK, b""))
    pool = UpstreamPool(max_connections_per_origin=1)
    held = await ask(pool, upstream)

    never_read = asyncio.create_task(ask(pool, upstream, timeouts=Timeouts(0.05, 5, 5, 5)))
    await held.read(100)
    await (await never_read).read(100)
    stuck = await serve(saying())
    holder = asyncio.create_task(ask(pool, stuck))
    await eventually(lambda: stuck.open == 1)
    with pytest.raises(UpstreamFailure) as failure:
        await ask(pool, stuck, timeouts=Timeouts(0.05, 5, 5, 5))

    assert (failure.value.kind, failure.value.sent) == ("connect", False)
    holder.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await holder
    await pool.close()


async def test_a_full_lane_takes_up_again_when_the_connection_in_use_breaks(serve) -> None:
    async def script(reader, writer) -> None:
        _, body = await request_from(reader)
        if body == b"good":
            writer.write(OK)
        await asyncio.sleep(0.05)

    upstream = await serve(script)
    pool = UpstreamPool(max_connections_per_origin=1)

    bad, good = await asyncio.gather(
        ask(pool, upstream, b"bad"), ask(pool, upstream, b"good"), return_exceptions=True
    )

    assert isinstance(bad, UpstreamFailure)
    assert await good.read(100) == b"ok"
    await pool.close()


async def test_closing_the_pool_ends_everything_and_takes_no_more(serve) -> None:
    upstream = await serve(saying(OK))
    stuck = await serve(saying())
    pool = UpstreamPool()
    await (await ask(pool, upstream)).read(100)
    waiting = asyncio.create_task(ask(pool, stuck))
    await eventually(lambda: stuck.open == 1)

    await pool.close()

    with pytest.raises(UpstreamFailure) as broken_off:
        await waiting
    assert broken_off.value.kind == "reset"
    with pytest.raises(UpstreamFailure) as refused:
        await ask(pool, upstream, timeouts=PATIENT)
    assert (refused.value.kind, refused.value.sent) == ("connect", False)
    await eventually(lambda: upstream.open == stuck.open == 0)
