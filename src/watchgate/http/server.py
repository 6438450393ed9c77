"""How are the routes served? Granian inside this process's event loop, on a socket we opened ourselves."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

from granian import net
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from starlette.types import ASGIApp

from watchgate.kernel.errors import UserError

_BACKLOG = 512
_BACKPRESSURE = 256
_DRAIN_S = 10
_holder: Any = vars(net)["SocketHolder"]


class _Embedded(Server):
    """Granian's embedded server, on a socket that is open already: a port in use is said plainly, and port 0 works."""

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(
            app,
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            websockets=False,
            backlog=_BACKLOG,
            backpressure=_BACKPRESSURE,
            log_enabled=False,
        )
        self.workers_kill_timeout = _DRAIN_S
        self._listener = listener

    def _init_shared_socket(self) -> None:
        # its stubs do not know what its own pickling relies on: a holder is (descriptor, is it a UNIX socket?, backlog).
        # It closes the descriptor it is given, so it gets one of its own.
        self._shd = _holder(self._listener.dup().detach(), False, _BACKLOG)


def bind(listen: str) -> socket.socket:
    """A listening socket on `host:port` or `[v6]:port`. Raises UserError when it is malformed or in use."""
    host, _, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise UserError(f"--listen {listen} is not host:port, for example 127.0.0.1:8080.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UserError(f"The address {host} is not known here ({error.strerror}). Check --listen.") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise UserError(
            f"Cannot listen on {listen}: {error.strerror}. Stop what uses it, or choose another --listen."
        ) from None
    return listener


def url_of(listener: socket.socket) -> str:
    """`http://host:port` of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(
    app: ASGIApp, listener: socket.socket, stop: asyncio.Event, on_ready: Callable[[], None]
) -> None:
    """Answer requests until *stop* is set; then those under way end first (10 s at most)."""
    server = _Embedded(app, listener)
    running = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    on_ready()
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.main_loop_interrupt.set()
    server.interrupt_signal = True
    stopping.cancel()
    await running


@contextlib.contextmanager
def stop_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set *stop* while this is entered. Needs the running loop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
