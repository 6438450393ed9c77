"""What may a test ask of the simulated workspace itself? Ids and keys, the truth, the clock, the rate limit."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from watchgate.kernel.clock import rfc3339
from watchgate.kernel.errors import UserError
from watchgate.simulator import truth, truth_objects
from watchgate.simulator.compliance_host.rate_limits import RateLimits
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.reply import JsonObject

_BATCH = 500
_TRUTHS: dict[str, Callable[[Workspace], Iterator[bytes]]] = {
    "events": truth.events,
    "planted": truth.planted,
    "deletes": truth.deletes,
    "delete_requests": truth.delete_requests,
    "objects": truth_objects.objects,
    "broken_lines": truth.broken_lines,
    "files": truth.files,
}


class WorkspaceControl:
    """The handlers under `/_sim/` that concern the compliance host."""

    def __init__(self, workspace: Workspace, *, limits: RateLimits) -> None:
        self._workspace = workspace
        self._limits = limits

    def routes(self) -> list[Route]:
        return [
            Route("/_sim/info", self._info, methods=["GET"]),
            Route("/_sim/truth/{name}", self._truth, methods=["GET"]),
            Route("/_sim/clock", self._clock, methods=["GET", "POST"]),
            Route("/_sim/limits", self._limit, methods=["POST"]),
            Route("/_sim/objects", self._make, methods=["POST"]),
        ]

    async def _info(self, request: Request) -> Response:
        base = f"{request.url.scheme}://{request.url.netloc}"
        simulation = self._workspace.simulation
        info: JsonObject = {
            "api_key": simulation.settings.api_key,
            "base_url": f"{base}/v1",
            "control_url": f"{base}/_sim",
            "seed": simulation.settings.seed,
            "keys": simulation.keys.by_name,
            "now": rfc3339(simulation.clock.now()),
            "workspace_id": None,
            "organization_id": None,
        }
        try:
            population = await self._workspace.run(lambda: self._workspace.population)
        except UserError as error:
            return JSONResponse(info | {"workspace_error": str(error)})
        ids = {"workspace_id": population.workspace_id, "organization_id": population.organization_id}
        return JSONResponse(info | ids | {"people": len(population.people), "events": len(population)})

    async def _truth(self, request: Request) -> Response:
        tell = _TRUTHS.get(request.path_params["name"])
        if tell is None:
            return JSONResponse({"error": f"The truth is told of {', '.join(_TRUTHS)}."}, status_code=404)
        lines = await self._workspace.run(tell, self._workspace)
        return StreamingResponse(self._streamed(lines), media_type="application/x-ndjson")

    async def _streamed(self, lines: Iterator[bytes]) -> AsyncIterator[bytes]:
        while batch := await self._workspace.run(lambda: list(islice(lines, _BATCH))):
            yield b"\n".join(batch) + b"\n"

    async def _clock(self, request: Request) -> Response:
        clock = self._workspace.simulation.clock
        try:
            if request.method == "POST":
                _move(clock.advance, clock.set, await _json(request))
        except UserError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse({"now": rfc3339(clock.now())})

    async def _make(self, request: Request) -> Response:
        try:
            made = await self._workspace.run(_made, self._workspace, await _json(request))
        except UserError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse({"objects": made})

    async def _limit(self, request: Request) -> Response:
        try:
            wanted = await _json(request)
        except UserError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        per_minute = wanted.get("requests_per_minute")
        if not isinstance(per_minute, int) or per_minute < 0:
            return JSONResponse(
                {"error": "requests_per_minute must be a whole number; 0: no limit."}, status_code=400
            )
        self._limits.per_minute = per_minute
        return JSONResponse({"requests_per_minute": per_minute})


def _made(workspace: Workspace, wanted: JsonObject) -> list[JsonObject]:
    """Objects as `{"memory": 3, "gpt": 1}` asks for them. Raises UserError."""
    if not all(isinstance(count, int) and not isinstance(count, bool) for count in wanted.values()):
        raise UserError('Say how many of which kind, for example {"memory": 3, "gpt": 1}.')
    return [
        truth_objects.told_of(workspace, each)
        for kind, count in wanted.items()
        for each in workspace.make(kind, count)
    ]


def _move(
    advance: Callable[[timedelta], datetime], set_to: Callable[[datetime], datetime], wanted: JsonObject
) -> None:
    match wanted:
        case {"advance_s": int() | float() as seconds}:
            advance(_step(seconds))
        case {"now": str() as text}:
            set_to(_moment(text))
        case _:
            raise UserError('Say {"advance_s": seconds} or {"now": "2026-11-22T12:00:00Z"}.')


def _step(seconds: float) -> timedelta:
    try:
        return timedelta(seconds=seconds)
    except (OverflowError, ValueError) as error:
        raise UserError(f"The clock cannot be moved by {seconds} seconds.") from error


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"now must be an ISO 8601 time, not {text!r}.") from error
    if moment.tzinfo is None:
        raise UserError(f"now must name its time zone, as in {text}Z.")
    return moment


async def _json(request: Request) -> JsonObject:
    try:
        parsed = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise UserError(f"The body is not JSON: {error}.") from error
    if not isinstance(parsed, dict):
        raise UserError("The body must be a JSON object.")
    return parsed
