"""Which connection to an origin is used next? The one used last, else a new one, else the first to become free.

Connections in use and being made count against the limit (slots). Who finds none waits in order of arrival;
a connection or slot that becomes free is handed to the first in the queue, past everybody who comes later.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from watchgate.gateway.upstream.connection import Connection
from watchgate.gateway.upstream.failures import UpstreamFailure
from watchgate.gateway.upstream.origin import Origin

Dial = Callable[[Connection], Awaitable[None]]


class Lane:
    """All connections to one origin."""

    def __init__(
        self, origin: Origin, *, limit: int, new: Callable[["Lane"], Connection], dial: Dial
    ) -> None:
        self._origin = origin
        self._limit = limit
        self._new = new
        self._dial = dial
        self._slots_taken = 0
        self._idle: list[Connection] = []
        self._queue: deque[asyncio.Future[Connection | None]] = deque()
        self.connections: set[Connection] = set()
        self.is_closed = False

    def idle(self) -> Connection | None:
        """An idle connection that can be used, the most recent first."""
        while self._idle:
            connection = self._idle.pop()
            if connection.is_usable():
                return connection
            connection.close()
        return None

    async def obtain(self, connect_s: float) -> Connection:
        """A connection, within *connect_s* seconds. Raises UpstreamFailure."""
        try:
            async with asyncio.timeout(connect_s):
                return await self._obtain()
        except TimeoutError:
            message = f"No connection to {self._origin} within {connect_s:g} s."
        except (OSError, UnicodeError) as problem:  # UnicodeError: a host name that cannot be looked up
            message = f"No connection to {self._origin}: {problem}."
        raise UpstreamFailure("connect", message, sent=False)

    def close(self) -> None:
        """Close what is idle, abort the rest, turn away who waits."""
        self.is_closed = True
        for connection in self._idle[:]:
            connection.close()
        for connection in list(self.connections):
            connection.abort()
        while self._hand_over(None):
            pass

    # -- the connections' side ----------------------------------------------------------------------------------------

    def rest(self, connection: Connection) -> None:
        """*connection* has nothing to do any more."""
        if self.is_closed:
            connection.close()
        elif not self._hand_over(connection):
            self._idle.append(connection)

    def forget(self, connection: Connection) -> None:
        """*connection* is gone. May be said more than once."""
        if connection not in self.connections:
            return
        self.connections.remove(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._free_slot()

    # -- inside -------------------------------------------------------------------------------------------------------

    async def _obtain(self) -> Connection:
        while True:
            self._refuse_when_closed()
            if self._slots_taken < self._limit:
                self._slots_taken += 1
                return await self._connect()
            handed = await self._wait_in_line()
            self._refuse_when_closed()
            if handed is None:  # a slot, already counted as ours
                return await self._connect()
            if handed.is_usable():
                return handed
            handed.close()

    def _refuse_when_closed(self) -> None:
        if self.is_closed:
            raise UpstreamFailure("connect", "The gateway is closing its connections.", sent=False)

    async def _connect(self) -> Connection:
        connection = self._new(self)
        try:
            await self._dial(connection)
            if not connection.is_usable() or self.is_closed:
                raise ConnectionResetError("closed as soon as it was made")  # noqa: TRY301 - one exit for each way to fail
        except BaseException:  # cancelled too: the slot is free again in any case, and the cause travels on
            connection.abort()
            self._free_slot()
            raise
        self.connections.add(connection)
        return connection

    async def _wait_in_line(self) -> Connection | None:
        place: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        try:
            return await place
        except BaseException:  # cancelled in the queue: our place goes to the next, and the cause travels on
            if place.done() and not place.cancelled():
                self._give_back(place.result())
            elif place in self._queue:
                self._queue.remove(place)
            raise

    def _give_back(self, handed: Connection | None) -> None:
        """We were handed something at the moment we gave up."""
        if handed is None:
            self._free_slot()
        elif handed in self.connections:
            self.rest(handed)

    def _free_slot(self) -> None:
        if not self._hand_over(None):
            self._slots_taken -= 1

    def _hand_over(self, what: Connection | None) -> bool:
        while self._queue:
            place = self._queue.popleft()
            if not place.done():
                place.set_result(what)
                return True
        return False
