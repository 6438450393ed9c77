"""How does a request reach an upstream? Over a connection that is open already, when there is one."""

import asyncio
import ssl
from collections.abc import Iterator

from watchgate.gateway.upstream.answer import UpstreamAnswer
from watchgate.gateway.upstream.connection import Connection
from watchgate.gateway.upstream.deadlines import Deadlines, Timeouts
from watchgate.gateway.upstream.lane import Lane
from watchgate.gateway.upstream.origin import Origin
from watchgate.gateway.upstream.request import request_head
from watchgate.gateway.upstream.tunnel import Proxy, open_tunnel

GOODBYE_S = 1.0
"""How long a TLS peer may take to answer our close."""


class UpstreamPool:
    """Connections to many origins, for one event loop. Nothing is ever sent twice."""

    def __init__(
        self,
        *,
        max_connections_per_origin: int = 512,
        idle_s: float = 30,
        ssl_context: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        self._limit = max_connections_per_origin
        self._idle_s = idle_s
        self._ssl_context = ssl_context
        self._proxy = proxy
        self._loop = asyncio.get_running_loop()
        self._lanes: dict[tuple[str, str, int], Lane] = {}
        self._deadlines = Deadlines(self._connections)
        self._not_lost: set[asyncio.Future[None]] = set()
        self._is_closed = False

    async def send(
        self,
        origin: Origin,
        method: bytes,
        target: bytes,
        headers: list[tuple[bytes, bytes]],
        body: bytes,
        timeouts: Timeouts,
    ) -> UpstreamAnswer:
        """Send a request; returns when the head of its answer is complete. Raises UpstreamFailure."""
        head = request_head(origin, method, target, headers, body_bytes=len(body))
        lane = self._lanes.get(origin.address) or self._new_lane(origin)
        connection = lane.idle() or await lane.obtain(timeouts.connect_s)
        answer = connection.ask(head, body, timeouts, is_head_request=method == b"HEAD")
        await answer.begun()
        return answer

    async def close(self) -> None:
        """Close every connection, and wait until they are. Answers under way are broken off."""
        self._is_closed = True
        self._deadlines.stop()
        for lane in self._lanes.values():
            lane.close()
        if self._not_lost:
            await asyncio.wait(set(self._not_lost), timeout=2 * GOODBYE_S)

    def _new_lane(self, origin: Origin) -> Lane:
        async def dial(connection: Connection) -> None:
            await self._dial(origin, connection)

        lane = Lane(origin, limit=self._limit, new=self._new_connection, dial=dial)
        lane.is_closed = self._is_closed
        self._lanes[origin.address] = lane
        return lane

    def _new_connection(self, lane: Lane) -> Connection:
        return Connection(lane, self._deadlines.expect, idle_s=self._idle_s)

    async def _dial(self, origin: Origin, connection: Connection) -> None:
        if origin.is_tls and self._proxy is not None and self._proxy.is_for(origin.host):
            await open_tunnel(self._proxy, origin, connection, self._tls(), goodbye_s=GOODBYE_S)
        elif origin.is_tls:
            await self._loop.create_connection(
                lambda: connection,
                origin.host,
                origin.port,
                ssl=self._tls(),
                server_hostname=origin.host,
                ssl_shutdown_timeout=GOODBYE_S,
            )
        else:
            await self._loop.create_connection(lambda: connection, origin.host, origin.port)
        if not connection.lost.done():
            self._not_lost.add(connection.lost)
            connection.lost.add_done_callback(self._not_lost.discard)

    def _tls(self) -> ssl.SSLContext:
        """The context given, else one that trusts what the machine trusts; made once, since that takes milliseconds."""
        if self._ssl_context is None:
            self._ssl_context = ssl.create_default_context()
            self._ssl_context.set_alpn_protocols(["http/1.1"])
        return self._ssl_context

    def _connections(self) -> Iterator[Connection]:
        for lane in self._lanes.values():
            yield from lane.connections
