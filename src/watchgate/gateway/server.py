"""How is the gateway started and stopped? A socket, one worker in this process or several beside it, signals.

SIGTERM, SIGINT   drain: no new connections, exchanges end, then the ledger is closed
SIGHUP            read the pack files and the gateway keys again
"""

import contextlib
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

from watchgate.gateway.asgi import GatewayApp
from watchgate.gateway.http_protocol import GatewayProtocol
from watchgate.gateway.worker import WorkerSettings
from watchgate.kernel.errors import UserError

BACKLOG = 1024
START_S = 60


class _Server(Server):
    """uvicorn's server, which says when it is ready. Being told to stop is not a failure: unlike uvicorn's, it does not raise
    the signal again once all is closed.
    """

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        original = {
            number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in original.items():
                signal.signal(number, handler)

    def __init__(self, config: Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._on_ready()


class _Workers(Multiprocess):
    """uvicorn's supervisor; SIGHUP reloads packs instead of replacing workers."""

    def __init__(self, config: Config, sockets: list[socket.socket], on_ready: Callable[[], None]) -> None:
        super().__init__(config, sockets)
        self._on_ready = on_ready

    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(START_S, self.should_exit) for process in self.processes):
            self._on_ready()

    def handle_hup(self) -> None:
        for process in self.processes:
            if process.pid is not None:
                os.kill(process.pid, signal.SIGHUP)


def bind(listen: str) -> socket.socket:
    """A listening socket on `host:port`. Raises UserError when the address is malformed, unknown or in use."""
    host, port = parse_listen(listen)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UserError(f"The address {host} is not known here ({error.strerror}). Check --listen.") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise UserError(
            f"Cannot listen on {host}:{port}: {error.strerror}. Stop what uses it, or choose another --listen."
        ) from None
    listener.set_inheritable(True)
    return listener


def parse_listen(listen: str) -> tuple[str, int]:
    """Host and port of `host:port`, `[v6]:port` or `:port`. Raises UserError."""
    host, _, port = listen.rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise UserError(f"--listen {listen} is not host:port, for example 127.0.0.1:41002.")
    return host.strip("[]") or "0.0.0.0", int(port)  # noqa: S104 -- what an empty host means everywhere


def serve(
    settings: WorkerSettings, listener: socket.socket, *, workers: int, on_ready: Callable[[], None]
) -> None:
    """Run until told to stop. *on_ready* is called once exchanges are taken."""
    if workers == 1:
        _Server(_config(settings, workers), on_ready).run(sockets=[listener])
        return
    with tempfile.TemporaryDirectory(prefix="watchgate-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # prometheus_client reads it when a worker imports it
        shared = replace(settings, shared_metrics=Path(folder))
        _Workers(_config(shared, workers), [listener], on_ready).run()


def _config(settings: WorkerSettings, workers: int) -> Config:
    return Config(
        GatewayApp(settings),
        interface="asgi3",
        http=GatewayProtocol,
        ws="none",
        loop="uvloop",
        lifespan="on",
        workers=workers,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
    )
