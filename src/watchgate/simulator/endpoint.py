"""How does a request become an answer? Record it, check the key, draw the faults, ask the endpoint, deliver.

Endpoints themselves are plain functions from a `Call` to a `Reply`; all that waits, breaks or goes wrong is here.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from watchgate.kernel.errors import UserError
from watchgate.simulator.api_error import ApiError, no_key, wrong_key
from watchgate.simulator.delivery import Delivered, Delivery
from watchgate.simulator.fault_errors import error_of
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.faults import Fault, parse_fault_list
from watchgate.simulator.received import ReceivedRequest
from watchgate.simulator.reply import Reply
from watchgate.simulator.seeded import Chance
from watchgate.simulator.simulation import Simulation


@dataclass(frozen=True, slots=True)
class Call:
    """One request as an endpoint sees it."""

    method: str
    path: str
    body: bytes
    path_params: Mapping[str, str]
    query: Mapping[str, str]
    chance: Chance
    key: str = ""
    """The bearer key."""
    pairs: tuple[tuple[str, str], ...] = ()
    """The query as it came, repeated names and all."""
    number: int = 0
    """The how-manieth request it is."""
    content_type: str = ""


Handler = Callable[[Call], Reply]


class Endpoint:
    """An ASGI application around one handler."""

    def __init__(self, handler: Handler, simulation: Simulation) -> None:
        self._handler = handler
        self._simulation = simulation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await whole_body(receive)
        if body is None:
            return  # gone before the question was complete: there is nothing to record or answer
        request = self._simulation.received.add(
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=scope["headers"],
            body=body,
        )
        chance = Chance(seed=self._simulation.settings.seed, number=request.number)
        headers = _platform_headers(chance)
        reply, faults = self._answer(scope, request, chance)
        request.status = getattr(reply, "status", 200)
        request.faults = [str(fault) for fault in faults]
        delivery = Delivery(scope=scope, send=send, headers=headers, faults=self._in_delivery(faults))
        request.is_disconnected = await deliver_unless_left(delivery, reply, receive)

    def _answer(self, scope: Scope, request: ReceivedRequest, chance: Chance) -> tuple[Reply, list[Fault]]:
        faults: list[Fault] = []
        try:
            key = self._check_key(scope)
            faults += self._faults(scope, chance, request)
            if error := error_of(faults):
                return error.reply(), faults
            return self._asked(call_of(request, scope, chance, key), faults), faults
        except ApiError as error:
            return error.reply(), faults

    def _asked(self, call: Call, faults: list[Fault]) -> Reply:  # noqa: ARG002 - for those that know further faults
        return self._handler(call)

    def _in_delivery(self, faults: list[Fault]) -> list[Fault]:
        """*faults* under the names by which the delivery knows them."""
        return faults

    def _stage(self, method: str) -> Stage:  # noqa: ARG002 - for those that tell reading from changing
        return Stage.MODEL

    def _check_key(self, scope: Scope) -> str:
        key = bearer_key(scope)
        if not key:
            raise no_key()
        if not self._simulation.accepts(key):
            raise wrong_key(key)
        return key

    def _faults(self, scope: Scope, chance: Chance, request: ReceivedRequest) -> list[Fault]:
        stage = self._stage(request.method)
        drawn = self._simulation.faults.draw(chance.random, stage, request.path)
        try:
            return parse_fault_list(header_of(scope, b"x-sim-fault")) + drawn
        except UserError as error:
            raise ApiError(400, str(error), param="x-sim-fault", code="unknown_fault") from error


def call_of(request: ReceivedRequest, scope: Scope, chance: Chance, key: str) -> Call:
    """*request* as its endpoint sees it."""
    pairs = tuple(parse_qsl(request.query, keep_blank_values=True))
    return Call(
        method=request.method,
        path=request.path,
        body=request.body,
        path_params=scope.get("path_params", {}),
        query=dict(pairs),
        chance=chance,
        key=key,
        pairs=pairs,
        number=request.number,
        content_type=header_of(scope, b"content-type"),
    )


def bearer_key(scope: Scope) -> str:
    """The key of the Authorization header; empty when there is none."""
    scheme, _, key = header_of(scope, b"authorization").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


async def deliver_unless_left(delivery: Delivery, reply: Reply, receive: Receive) -> bool:
    """Deliver *reply*, and stop at once when the client leaves. True when it left before the end."""
    leaving = asyncio.ensure_future(_until_left(receive))
    delivering = asyncio.ensure_future(delivery.deliver(reply))
    try:
        await asyncio.wait({leaving, delivering}, return_when=asyncio.FIRST_COMPLETED)
        if not delivering.done():
            return True
        if delivering.result() is Delivered.HUNG_UP:
            await (
                leaving
            )  # the server must see the connection gone before we return, or it logs an unfinished answer
        return False
    finally:
        leaving.cancel()
        delivering.cancel()


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def whole_body(receive: Receive) -> bytes | None:
    """What the client sent; None when it left before it had sent everything."""
    pieces: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


def header_of(scope: Scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == wanted), "")


def _platform_headers(chance: Chance) -> dict[str, str]:
    """The headers OpenAI puts on each answer (contracts §5.2)."""
    left = chance.random.randrange(9_000, 10_000)
    return {
        "x-request-id": chance.hex("req_", 32),
        "openai-organization": "org-simulated",
        "openai-processing-ms": str(chance.random.randrange(20, 900)),
        "openai-version": "2020-10-01",
        "x-ratelimit-limit-requests": "10000",
        "x-ratelimit-limit-tokens": "2000000",
        "x-ratelimit-remaining-requests": str(left),
        "x-ratelimit-remaining-tokens": str(left * 200),
        "x-ratelimit-reset-requests": "6ms",
        "x-ratelimit-reset-tokens": f"{10_000 - left}ms",
    }
