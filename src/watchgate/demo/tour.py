"""`watchgate demo`: which parts does the tour start, in which order, and how do they all stop again?"""

import asyncio
import contextlib
import signal
import socket
import tempfile
from importlib.resources import files
from pathlib import Path

from rich.console import Console

from watchgate.demo.gate import show_gate
from watchgate.demo.next_steps import show_left, show_next
from watchgate.demo.watch import demo_settings, keep_settings, show_watch
from watchgate.http.server import bind, url_of
from watchgate.testing.gateway import RunningGateway
from watchgate.testing.simulator import RunningSimulator

ANY_PORT = "127.0.0.1:0"
OFFICE = ("--days", "14", "--upload-hours", "400")
"""The simulated workspace: 2 000 messages of a fortnight. OpenAI keeps uploads for about two days, the tour's longer."""


def tour(*, listen: str | None, api_listen: str | None) -> None:
    """Show everything. With addresses for the gateway and the API, leave it all running until Ctrl+C; with None, end."""
    out = Console(highlight=False)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    folder = Path(tempfile.mkdtemp(prefix="watchgate-demo-"))
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(bind(api_listen or ANY_PORT))
        out.print("Starting the simulator (it plays OpenAI) and the gateway …")
        simulator = stack.enter_context(RunningSimulator(*OFFICE))
        pack = _pack(folder)
        gateway = stack.enter_context(_gateway(simulator, pack, folder / "data", listen or ANY_PORT))
        show_gate(out, simulator, gateway)
        _watch(out, simulator, gateway, pack, listener, stays=api_listen is not None)
    if api_listen is None:
        show_left(out, folder / "data")
        out.print(f"\nEverything is stopped. Without --exit, the demo stays up. All it wrote is in {folder}.")
    else:
        out.print(f"Everything is stopped. All it wrote is in {folder}.")


def _watch(
    out: Console,
    simulator: RunningSimulator,
    gateway: RunningGateway,
    pack: Path,
    listener: socket.socket,
    *,
    stays: bool,
) -> None:
    settings = demo_settings(simulator, gateway.data_dir)
    keep_settings(settings)

    def on_ready(token: str) -> None:
        show_next(out, gateway, pack, url_of(listener), token)
        out.print("\nEverything keeps running; the worker reads on. Stop with Ctrl+C.")

    asyncio.run(show_watch(out, simulator, settings, gateway.base_url, listener, on_ready if stays else None))


def _gateway(simulator: RunningSimulator, pack: Path, data_dir: Path, listen: str) -> RunningGateway:
    return RunningGateway(
        [pack], upstream=simulator.base_url, api_key=simulator.api_key, data_dir=data_dir, listen=listen
    )


def _pack(folder: Path) -> Path:
    pack = folder / "policy-config.yaml"
    example = files("watchgate.demo").joinpath("policy-config.yaml")
    pack.write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    return pack
