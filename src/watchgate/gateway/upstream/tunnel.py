"""How do we reach an https origin from behind a proxy? `CONNECT host:port`, then TLS through the tunnel (RFC 9110 §9.3.6)."""

import asyncio
import base64
import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from watchgate.gateway.upstream.origin import Origin
from watchgate.kernel.errors import UserError

MAX_REPLY_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class Proxy:
    """An HTTP proxy for https origins, and the hosts that are reached without it."""

    host: str
    port: int
    credential: bytes | None = None
    direct: tuple[str, ...] = ()

    @classmethod
    def parse(cls, url: str, *, no_proxy: str = "") -> "Proxy":
        """From the values of HTTPS_PROXY and NO_PROXY. Raises UserError."""
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme != "http" or not parts.hostname:
            raise UserError(
                "The proxy must look like http://host:port; a proxy that itself speaks TLS is not supported."
            )
        credential = None
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            credential = b"Basic " + base64.b64encode(pair.encode())
        direct = tuple(name.strip().lower() for name in no_proxy.split(",") if name.strip())
        return cls(parts.hostname, parts.port or 80, credential, direct)

    def is_for(self, host: str) -> bool:
        """Is *host* reached through the proxy? An entry stands for itself and everything under it; `*` for all."""
        bare_names = (name.removeprefix("*").removeprefix(".") for name in self.direct)
        return not any(bare in {"", host} or host.endswith(f".{bare}") for bare in bare_names)


async def open_tunnel(
    proxy: Proxy, origin: Origin, protocol: asyncio.Protocol, context: ssl.SSLContext, *, goodbye_s: float
) -> None:
    """Connect *protocol* to *origin* through *proxy*. Raises OSError when one of them refuses."""
    loop = asyncio.get_running_loop()
    transport, reply = await loop.create_connection(lambda: _Reply(loop), proxy.host, proxy.port)
    try:
        transport.write(_ask(proxy, origin))
        await reply.accepted
        secured = await loop.start_tls(
            transport, protocol, context, server_hostname=origin.host, ssl_shutdown_timeout=goodbye_s
        )
    except BaseException:  # cancelled too: nobody else would close this connection; the cause travels on
        transport.abort()
        raise
    if secured is None:
        raise ConnectionResetError("the connection ended during the TLS handshake")
    protocol.connection_made(secured)


def _ask(proxy: Proxy, origin: Origin) -> bytes:
    name = f"[{origin.host}]" if ":" in origin.host else origin.host
    authority = f"{name}:{origin.port}".encode("ascii")
    lines = [b"CONNECT %b HTTP/1.1" % authority, b"host: " + authority]
    if proxy.credential:
        lines.append(b"proxy-authorization: " + proxy.credential)
    return b"\r\n".join(lines) + b"\r\n\r\n"


class _Reply(asyncio.Protocol):
    """Waits for the proxy's yes or no."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.accepted: asyncio.Future[None] = loop.create_future()
        self._read = b""

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, early = self._read.partition(b"\r\n\r\n")
        if self.accepted.done() or (not end and len(self._read) < MAX_REPLY_BYTES):
            return
        status_line = head.split(b"\r\n", 1)[0].decode("latin-1")
        if end and not early and status_line.startswith(("HTTP/1.1 2", "HTTP/1.0 2")):
            self.accepted.set_result(None)
        else:
            self.accepted.set_exception(ConnectionRefusedError(f"the proxy answered {status_line[:80]!r}"))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.accepted.done():
            self.accepted.set_exception(exc or ConnectionResetError("the proxy closed the connection"))
