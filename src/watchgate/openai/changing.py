"""How is something changed at OpenAI? Asked once, never by itself again; and it is told apart what surely did not happen.

before the request left    TryAgain    nothing was asked: no turn, host resting, no connection
429                        TryAgain    refused, nothing has happened
401, 403, 404, others      the word that `outcomes` has for it
5xx, silence, broken line  Unsure      it may have happened
200 that cannot be read    Unsure      it may have happened
redirect                   Unexpected  never followed
"""

from collections.abc import Mapping
from typing import Any

import httpx

from watchgate.openai.body import read_whole
from watchgate.openai.errors import TryAgain, Unexpected, Unsure
from watchgate.openai.outcomes import REDIRECTS
from watchgate.openai.routes import Route
from watchgate.openai.transport import Query, Transport

MAX_ANSWER_BYTES = 64 * 1024
"""Such an answer has some hundred bytes; beyond this it is something else."""
_LEAVES = "send_request_headers.started"
"""As httpcore names the moment at which the first byte of a request goes out, behind the protocol's name."""


async def change(
    transport: Transport,
    route: Route,
    path: str,
    query: Query = (),
    *,
    content: bytes | None = None,
    content_type: str = "application/json",
) -> bytes:
    """The body of a 200; *content* goes along. Raises one of the four words; Unsure when it may have happened all the same."""
    departure = _Departure()

    async def use(answer: httpx.Response) -> bytes:
        if answer.status_code in REDIRECTS:
            raise Unexpected(
                f"{route} was redirected; nothing was asked for elsewhere.", status=answer.status_code
            )
        try:
            return await read_whole(answer, str(route), limit_bytes=MAX_ANSWER_BYTES)
        except Unexpected as odd:
            raise unreadable(str(odd)) from None

    try:
        return await transport.ask(
            route,
            path,
            query,
            use,
            within_s=transport.patience.answer_within_s,
            content=content,
            content_type=content_type,
            trace=departure,
        )
    except TryAgain as failure:
        if not departure.was_seen or failure.status == 429:
            raise
        raise _unsure(failure) from None


def unreadable(what: str) -> Unsure:
    """A 200 whose body does not tell what has happened."""
    return Unsure(what, reason="damaged", status=200)


def _unsure(failure: TryAgain) -> Unsure:
    return Unsure(str(failure), reason=failure.reason, after=failure.after, status=failure.status)


class _Departure:
    """Has the request left? What is said to a proxy before, to get through, does not count."""

    def __init__(self) -> None:
        self.was_seen = False

    async def __call__(self, event: str, about: Mapping[str, Any]) -> None:
        if event.endswith(_LEAVES) and about["request"].method != b"CONNECT":
            self.was_seen = True
