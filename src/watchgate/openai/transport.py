"""How does one question reach OpenAI and come back? Within its budget, past the breaker, with patience; then bounded.

Transport.read ─ persist ─► breaker ─► turn (limits) ─► the bearer's request ─► status ─► body up to a limit
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import httpx

from watchgate import __version__
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.openai.backoff import Patience, delay_s, draw
from watchgate.openai.body import read_whole
from watchgate.openai.breaker import Breaker, Breakers
from watchgate.openai.errors import OpenAIFailure, TryAgain, Unexpected
from watchgate.openai.limits import Limits
from watchgate.openai.outcomes import REDIRECTS, connection_trouble, failure_of
from watchgate.openai.redirects import has_sound_host
from watchgate.openai.routes import Route

T = TypeVar("T")
Query = Sequence[tuple[str, str]]
Trace = Callable[[str, Any], Awaitable[None]]
"""Is told of each step of a request (the extension `trace` of httpx)."""
USER_AGENT = f"watchgate/{__version__}"
MAX_JSON_BYTES = 32 * 1024 * 1024
_HOST_FAILED = frozenset({"server", "timeout", "network", "tls"})
_MAY_PASS_SOON = frozenset({"rate_limited", "server", "timeout", "network", "damaged", "expired", "resting"})


class Transport:
    """One key at one base URL. What `read` asks may be asked twice; what changes something goes through `changing.change`."""

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        http: httpx.AsyncClient,
        limits: Limits,
        breakers: Breakers,
        clock: Clock,
        patience: Patience,
    ) -> None:
        """Raises UserError for a base URL or a key that cannot be used."""
        self.base_url = _checked_base(base_url)
        self.http = http
        self.patience = patience
        self.breakers = breakers
        self._key = Content(_checked_key(key))
        self._limits = limits
        self.clock = clock

    @property
    def key_shown(self) -> str:
        """The key as it may be shown: `…wxyz`."""
        return f"…{self._key.reveal()[-4:]}"

    async def read(
        self, route: Route, path: str, query: Query = (), *, content: bytes | None = None
    ) -> bytes:
        """The body of a 200; *content* is what a list asked for with POST is sent. Raises one of the four words."""

        async def use(answer: httpx.Response) -> bytes:
            if answer.status_code in REDIRECTS:
                raise Unexpected(f"{route} was redirected.", status=answer.status_code)
            return await read_whole(answer, str(route), limit_bytes=MAX_JSON_BYTES)

        return await self.persist(
            lambda: self.ask(route, path, query, use, within_s=self.patience.answer_within_s, content=content)
        )

    async def persist(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """*attempt*, and again as long as it says TryAgain and patience lasts. Raises what the last one raised."""
        for number in range(self.patience.attempts - 1):
            try:
                return await attempt()
            except TryAgain as failure:
                asked_s = failure.after.total_seconds() if failure.after else 0.0
                is_too_long = asked_s > self.patience.longest_wait.total_seconds()
                if is_too_long or failure.reason not in _MAY_PASS_SOON:
                    raise
                await asyncio.sleep(max(asked_s, delay_s(number, self.patience, draw())))
        return await attempt()

    async def ask(  # noqa: PLR0913 -- one way out for every question
        self,
        route: Route,
        path: str,
        query: Query,
        use: Callable[[httpx.Response], Awaitable[T]],
        *,
        within_s: float,
        content: bytes | None = None,
        content_type: str = "application/json",
        trace: Trace | None = None,
    ) -> T:
        """Ask once; *use* gets a 200 or a redirect, body unread. Raises one of the four words."""
        url = self.base_url.copy_with(path=self.base_url.path.rstrip("/") + path)
        headers = {"authorization": f"Bearer {self._key.reveal()}", "accept-encoding": "gzip"}
        breaker = self.breakers.of(url.netloc.decode("ascii"))
        refuse_while_resting(breaker, f"{url.host} ({route})")
        asked_at = await self._limits.turn(self._key.reveal(), route, self.patience.longest_wait)

        async def judge(answer: httpx.Response) -> T:
            failure = failure_of(answer, route, self.key_shown, self.clock())
            if failure is None:
                return await use(answer)
            if answer.status_code == 429:
                after = failure.after if isinstance(failure, TryAgain) else None
                self._limits.refused(self._key.reveal(), route, asked_at=asked_at, after=after)
            raise failure

        if content is not None:
            headers["content-type"] = content_type
        request = self.http.build_request(
            route.method,
            url,
            params=list(query),
            headers=headers,
            content=content,
            extensions={} if trace is None else {"trace": trace},
        )
        where = f"{url.host} ({route})"
        return await self.send(request, judge, breaker, where=where, within_s=within_s)

    async def send(
        self,
        request: httpx.Request,
        judge: Callable[[httpx.Response], Awaitable[T]],
        breaker: Breaker,
        *,
        where: str,
        within_s: float,
    ) -> T:
        """Send one request as it is, and tell *breaker* how it went. Raises one of the four words."""
        request.headers["user-agent"] = USER_AGENT
        try:
            with connection_trouble(where):
                async with asyncio.timeout(within_s):
                    answer = await self.http.send(request, stream=True, auth=None, follow_redirects=False)
                    try:
                        result = await judge(answer)
                    finally:
                        await answer.aclose()
        except OpenAIFailure as failure:
            if isinstance(failure, TryAgain) and failure.reason in _HOST_FAILED:
                breaker.failed(time.monotonic())
            else:
                breaker.succeeded()
            raise
        breaker.succeeded()
        return result


def refuse_while_resting(breaker: Breaker, where: str) -> None:
    """Raises TryAgain while *breaker* is open."""
    wait_s = breaker.wait_s(time.monotonic())
    if wait_s > 0:
        raise TryAgain(
            f"{where} has failed too often; it is left alone for {wait_s:.0f} s.",
            reason="resting",
            after=timedelta(seconds=wait_s),
        )


def _checked_base(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
    except (httpx.InvalidURL, ValueError):
        raise UserError(
            "The base URL of OpenAI's API cannot be read. It must look like https://host/v1."
        ) from None
    if (
        url.scheme not in {"http", "https"}
        or not has_sound_host(url)
        or url.userinfo
        or url.query
        or url.fragment
    ):
        raise UserError(
            "The base URL of OpenAI's API must look like https://host/v1, without credentials or query."
        )
    return url


def _checked_key(key: str) -> str:
    key = key.strip()
    if len(key) < 8 or not key.isascii() or not key.isprintable() or " " in key:
        raise UserError(
            "The API key does not look like one (plain characters, no blanks). Copy it again, whole."
        )
    return key
