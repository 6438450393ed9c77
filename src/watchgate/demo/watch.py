"""What does Watchgate see of a workspace? Enrol the simulated one, read all of it, show what is in it, and remove some of it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from rich.console import Console

from watchgate.app import Services, build_api, open_services, relaying
from watchgate.app_worker import working
from watchgate.demo.acting import cast
from watchgate.demo.backfill import show_backfill, until_in_ledger
from watchgate.demo.found import show_catalogue, show_findings, show_planted
from watchgate.demo.ledger import show_ledger
from watchgate.demo.protect import show_protect
from watchgate.demo.skills import PUBLIC_URL, Stage, show_skill
from watchgate.http.server import serve, stop_signals, url_of
from watchgate.identity.roles import Role
from watchgate.kernel.content import Content
from watchgate.settings import Settings
from watchgate.testing.simulator import RunningSimulator
from watchgate.workspaces.checks import enrolment

NAME = "Office"
_SETTINGS_FILE = "watchgate.toml"


def demo_settings(simulator: RunningSimulator, data_dir: Path) -> Settings:
    """Everything at the simulator, as fast as it answers. Whatever the environment says: the demo never leaves this machine."""
    return Settings(
        data_dir=data_dir,
        chatgpt_base_url=simulator.base_url,
        openai_base_url=simulator.base_url,
        poll_interval_s=5,
        requests_per_minute=0,
        public_url=PUBLIC_URL,
        usage_interval_s=2,
    )


def keep_settings(settings: Settings) -> None:
    """Write them down for the commands that are tried next with `--data-dir`."""
    lines = [
        f'chatgpt_base_url = "{settings.chatgpt_base_url}"',
        f'openai_base_url = "{settings.openai_base_url}"',
        f"poll_interval_s = {settings.poll_interval_s}",
        f"requests_per_minute = {settings.requests_per_minute}",
        f'public_url = "{settings.public_url}"',
        f"usage_interval_s = {settings.usage_interval_s}",
    ]
    (settings.data_dir / _SETTINGS_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


async def show_watch(
    out: Console,
    simulator: RunningSimulator,
    settings: Settings,
    gateway_url: str,
    listener: socket.socket,
    on_ready: Callable[[str], None] | None,
) -> None:
    """The second half of the tour, with the API on *listener*. With *on_ready* both go on until SIGTERM or SIGINT.

    *on_ready* is told a token of the API when the tour is over.
    """
    out.print("\nStarting PostgreSQL and a worker …")
    async with open_services(settings) as services, relaying(services.database, settings):
        workspace_id = await _enrol(out, simulator, services)
        async with working(services, settings), _serving(services, listener):
            await show_backfill(out, services.database)
            await until_in_ledger(services.database)
            await show_catalogue(out, services)
            await show_findings(out, services, workspace_id)
            await show_planted(
                out, services, await asyncio.to_thread(lambda: list(simulator.truth_planted()))
            )
            people = await cast(services, url_of(listener))
            folder = settings.data_dir.parent
            await show_protect(out, simulator, services, workspace_id, people, folder)
            api_url = url_of(listener)
            await show_skill(Stage(out, simulator, people, gateway_url, api_url, settings.data_dir, folder))
            show_ledger(out, settings.data_dir, "The gateway and the control plane each write one.")
            if on_ready is not None:
                await _stay(services, on_ready)


async def _enrol(out: Console, simulator: RunningSimulator, services: Services) -> UUID:
    new = enrolment(
        simulator.workspace_id, NAME, simulator.organization_id, Content(simulator.keys["full"]), None
    )
    workspace, report = await services.workspaces.tests.enrol(new)
    out.print(
        f"Enrolled workspace [bold]{workspace.name}[/]: {len(report.checks)} questions asked. {report.summary}"
    )
    out.print("Reading all that OpenAI has of it (log files are kept for 30 days):")
    return workspace.id


@asynccontextmanager
async def _serving(services: Services, listener: socket.socket) -> AsyncIterator[None]:
    """While this is entered, the API answers."""
    stop = asyncio.Event()
    running = asyncio.create_task(serve(build_api(services), listener, stop, lambda: None))
    try:
        yield
    finally:
        stop.set()
        await running


async def _stay(services: Services, on_ready: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    with stop_signals(stop):
        _, token = await services.tokens.create("demo", Role.ADMIN, timedelta(days=1))
        on_ready(token)
        await stop.wait()
