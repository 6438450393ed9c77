"""How does the simulator run? One uvicorn server on a socket we opened ourselves, so that a port in use is said plainly."""

import errno
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from watchgate.kernel.errors import UserError
from watchgate.simulator.app import build_app
from watchgate.simulator.delivery import TRANSPORT
from watchgate.simulator.simulation import Settings

_DRAIN_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def parse_address(text: str) -> Address:
    """`HOST:PORT`, with an IPv6 host in brackets."""
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise UserError(
            f"An address is written HOST:PORT, for example 127.0.0.1:41999; this one is not: {text!r}."
        )
    return Address(host, int(port))


def run(settings: Settings, *, listen: Address, on_ready: Callable[[Address], None]) -> None:
    """Serve until SIGTERM or SIGINT; *on_ready* is told the address once requests are answered."""
    listener = _open(listen)
    address = Address(listen.host, listener.getsockname()[1])
    config = uvicorn.Config(
        build_app(settings),
        http=_HandsOverTransport,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    # uvicorn raises the signal again after it has drained; being asked to stop is no failure of ours.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    with listener:
        _Server(config, on_started=lambda: on_ready(address)).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, *, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._on_started()


class _HandsOverTransport(HttpToolsProtocol):
    """Puts the connection into the scope: ASGI has no word for "hang up now", and several faults are just that."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        extensions: dict[str, Any] = {TRANSPORT: self.transport}
        self.scope["extensions"] = extensions


def _open(listen: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((listen.host, listen.port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise UserError(_why_not(listen, error)) from error
    return listener


def _why_not(listen: Address, error: OSError) -> str:
    where = f"{listen.host}:{listen.port}"
    if error.errno == errno.EADDRINUSE:
        return f"The address {where} is already in use: stop what listens there, or choose another with --listen."
    return f"The simulator cannot listen on {where} ({error.strerror}): choose another address with --listen."
