"""How does a silent stream stay alive? A comment line now and then, which is legal in server-sent events and says nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

PING_AFTER_S = 15.0


class Pings:
    """Sends `: ping` whenever nothing has been sent for a while. Only for streams whose events leave whole."""

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.time()
        self._timer = self._loop.call_later(PING_AFTER_S, self._tick)
        self._sending: asyncio.Task[None] | None = None

    def has_sent(self) -> None:
        self._last = self._loop.time()

    def stop(self) -> None:
        self._timer.cancel()

    def _tick(self) -> None:
        now = self._loop.time()
        is_sending = self._sending is not None and not self._sending.done()
        if now - self._last >= PING_AFTER_S and not is_sending:
            self._last = now
            self._sending = self._loop.create_task(self._ping())
        self._timer = self._loop.call_later(max(0.1, self._last + PING_AFTER_S - now), self._tick)

    async def _ping(self) -> None:
        await self._send({"type": "http.response.body", "body": b": ping\n\n", "more_body": True})
