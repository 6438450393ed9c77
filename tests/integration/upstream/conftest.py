"""Scripted upstreams that stop by themselves, and a pool, both on uvloop as in the gateway."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import uvloop

from integration.upstream.scripted import Script, Upstream
from watchgate.gateway.upstream import UpstreamPool


def pytest_asyncio_loop_factories(config, item):
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[Upstream]]]:
    started: list[Upstream] = []

    async def start(script: Script, **how) -> Upstream:
        upstream = Upstream(script)
        await upstream.start(**how)
        started.append(upstream)
        return upstream

    yield start
    for upstream in started:
        await upstream.stop()


@pytest.fixture
async def pool() -> AsyncIterator[UpstreamPool]:
    pool = UpstreamPool()
    yield pool
    await pool.close()
