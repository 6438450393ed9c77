"""How does all of Watchgate run as one? API and worker in this process, the gateway in one of its own."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from watchgate.app import build_api, open_services, relaying
from watchgate.app_worker import working
from watchgate.http.server import serve, stop_signals
from watchgate.identity.gateway_keys.publishing import publishing
from watchgate.kernel.errors import UserError
from watchgate.settings import Settings

GATEWAY_STOPS_WITHIN_S = 30.0


async def run_up(
    settings: Settings,
    listener: socket.socket,
    on_ready: Callable[[str | None], None],
    *,
    packs: Sequence[Path],
    gateway_listen: str,
) -> None:
    """Serve and work until SIGTERM or SIGINT. *on_ready* as in `run_server`. Raises UserError when a part cannot start."""
    stop = asyncio.Event()
    with stop_signals(stop):
        async with (
            open_services(settings) as services,
            relaying(services.database, settings),
            working(services, settings),
            publishing(services.gateway_keys),
            _gateway(packs, gateway_listen, settings.data_dir, stop),
        ):
            set_up = await services.links.first_set_up()
            await serve(build_api(services), listener, stop, lambda: on_ready(set_up))


@asynccontextmanager
async def _gateway(
    packs: Sequence[Path], listen: str, data_dir: Path, stop: asyncio.Event
) -> AsyncIterator[None]:
    """The gateway's own process. When it ends by itself, everything stops: its last words say why."""
    if not packs:
        yield
        return
    options = [part for pack in packs for part in ("--policy-config", str(pack))]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "watchgate", "gateway", "run", "--listen", listen),
        *("--data-dir", str(data_dir), *options),
    )
    watching = asyncio.create_task(_stop_with(process, stop))
    try:
        yield
    finally:
        has_ended = process.returncode is not None
        watching.cancel()
        if not has_ended:
            process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), GATEWAY_STOPS_WITHIN_S)
        if process.returncode is None:
            process.kill()
    if has_ended:
        raise UserError("The gateway has ended, so everything was stopped. What it said last stands above.")


async def _stop_with(process: asyncio.subprocess.Process, stop: asyncio.Event) -> None:
    await process.wait()
    stop.set()
