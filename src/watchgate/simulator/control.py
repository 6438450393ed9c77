"""What may a test ask of the simulator itself? The routes under `/_sim/`: look, script, break, begin again."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from watchgate.kernel.errors import UserError
from watchgate.simulator.faults import FaultRate, fault_rate
from watchgate.simulator.reply import JsonObject
from watchgate.simulator.simulation import Simulation


class Host(Protocol):
    """One simulated API. It answers to its own routes and can begin again."""

    def restart(self) -> None: ...


class ScriptedHost(Protocol):
    """A host that says what it is told to say."""

    def script(self, rules: object) -> int:
        """Put *rules* in force in place of the earlier ones; how many there are. Raises UserError."""


class Control:
    """The handlers under `/_sim/`."""

    def __init__(self, simulation: Simulation, *, scripted: ScriptedHost, hosts: Sequence[Host]) -> None:
        self._simulation = simulation
        self._scripted = scripted
        self._hosts = hosts

    def routes(self) -> list[Route]:
        return [
            Route("/_sim/requests", self._requests, methods=["GET"]),
            Route("/_sim/requests", self._clear_requests, methods=["DELETE"]),
            Route("/_sim/faults", self._replace_faults, methods=["POST"]),
            Route("/_sim/script", self._replace_script, methods=["POST"]),
            Route("/_sim/reset", self._reset, methods=["POST"]),
            Route("/_sim/{rest:path}", self._unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ]

    async def _requests(self, request: Request) -> Response:
        after = request.query_params.get("after", "0")
        if not after.isdecimal():
            return _mistake(f"after must be the number of a request, not {after!r}.")
        return JSONResponse([each.as_json() for each in self._simulation.received.after(int(after))])

    async def _clear_requests(self, _: Request) -> Response:
        self._simulation.received.clear()
        return Response(status_code=204)

    async def _replace_faults(self, request: Request) -> Response:
        try:
            rates = list(_fault_rates(await _json(request)))
        except UserError as error:
            return _mistake(str(error))
        self._simulation.replace_faults(rates)
        return JSONResponse({"faults": {str(each.fault): each.rate for each in rates}})

    async def _replace_script(self, request: Request) -> Response:
        try:
            count = self._scripted.script(await _json(request))
        except UserError as error:
            return _mistake(str(error))
        return JSONResponse({"rules": count})

    async def _reset(self, _: Request) -> Response:
        self._simulation.restart()
        for host in self._hosts:
            host.restart()
        return Response(status_code=204)

    async def _unknown(self, request: Request) -> Response:
        known = (
            "GET info, GET or DELETE requests, POST faults, POST script, POST reset, GET or POST clock, POST limits,"
            " GET truth/events, truth/planted, truth/deletes, truth/delete_requests, truth/objects, truth/files,"
            " truth/broken_lines, POST objects, POST audit_events,"
            " POST workspaces/{id}/gpts|skills|agents/{id}/runs, GET workspaces/{id}/runs,"
            " POST workspaces/{id}/gpts|skills/install, PUT or PATCH workspaces/{id}/gpts/{id}, PUT workspaces/{id}/skills/{id},"
            " PUT workspaces/{id}/gpt_create, POST workspaces/{id}/groups, PATCH or DELETE workspaces/{id}/groups/{id}"
        )
        message = f"There is no {request.method} {request.url.path}. Under /_sim/ there are: {known}."
        return JSONResponse({"error": message}, status_code=404)


def _fault_rates(wanted: object) -> Iterable[FaultRate]:
    """`{"http-503": 0.1}` or `{"http-503": {"rate": 1, "times": 2}}` or `{"http-503": {"every": 3, "only": "/gpts/"}}`."""
    if not isinstance(wanted, dict):
        raise UserError('Faults are an object of names and rates, for example {"http-503": 0.1}.')
    for name, value in wanted.items():
        yield _fault_rate(name, value if isinstance(value, dict) else {"rate": value})


def _fault_rate(name: str, details: JsonObject) -> FaultRate:
    rate, times = details.get("rate", 1), details.get("times")
    every, only = details.get("every"), details.get("only", "")
    if not isinstance(rate, int | float) or not (times is None or isinstance(times, int)):
        raise UserError(
            f"The fault {name!r} needs a rate from 0 to 1, and times (if given) as a whole number."
        )
    if not (every is None or (isinstance(every, int) and every > 0)) or not isinstance(only, str):
        raise UserError(
            f"Of the fault {name!r}, every must be a whole number from 1, and only a part of a path."
        )
    checked = fault_rate(name, float(rate), times=times)
    return replace(checked, every=every, only=only)


async def _json(request: Request) -> object:
    try:
        parsed: object = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise UserError(f"The body is not JSON: {error}.") from error
    return parsed


def _mistake(message: str) -> Response:
    return JSONResponse({"error": message}, status_code=400)
