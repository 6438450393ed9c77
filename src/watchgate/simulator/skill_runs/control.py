"""What may a test ask of runs? Have some made of a GPT, a skill or an agent; and what is the truth of all of them?"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.skill_runs.asked import RunsAsked, parse
from watchgate.simulator.skill_runs.audit_entries import switch_on
from watchgate.simulator.skill_runs.hub_call import tell_hub
from watchgate.simulator.skill_runs.run import Run
from watchgate.simulator.skill_runs.runs import Runs
from watchgate.simulator.skill_runs.told import answered
from watchgate.simulator.skill_runs.used import NotThere

_ROOT = "/_sim/workspaces/{workspace_id}"
_CALLS_AT_ONCE = 8


class SkillRunsControl:
    """The handlers of runs under `/_sim/`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._runs = Runs(workspace)
        self._late: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        things = {"gpt": "gpts", "skill": "skills", "agent": "agents"}
        return [
            Route("/_sim/audit_events", _checked(self._audit_events), methods=["POST"]),
            Route(f"{_ROOT}/runs", _checked(self._truth), methods=["GET"]),
            *(
                Route(f"{_ROOT}/{name}/{{thing_id}}/runs", _checked(self._runner(kind)), methods=["POST"])
                for kind, name in things.items()
            ),
        ]

    def restart(self) -> None:
        """As if nothing had been run; records that were still to come do not come."""
        for task in self._late:
            task.cancel()
        self._runs = Runs(self._workspace)

    async def _audit_events(self, request: Request) -> Response:
        entries = self._workspace.simulation.audit
        return JSONResponse(switch_on(entries, await _json(request)))

    async def _truth(self, request: Request) -> Response:
        await self._workspace.run(self._runs.check_workspace, request.path_params["workspace_id"])
        return JSONResponse(await self._workspace.run(self._runs.truth))

    def _runner(self, kind: str) -> Callable[[Request], Awaitable[Response]]:
        async def run(request: Request) -> Response:
            asked = parse(await _json(request))
            made = await self._made(asked, kind, request.path_params)
            return JSONResponse([answered(each) for each in made])

        return run

    async def _made(self, asked: RunsAsked, kind: str, place: dict[str, str]) -> list[Run]:
        """The runs, logged, and those records sent that are not late. Raises UserError."""
        runs = self._runs
        made = await self._workspace.run(
            runs.begin, asked, kind, place["thing_id"], workspace_id=place["workspace_id"]
        )
        calling = asyncio.Semaphore(_CALLS_AT_ONCE)
        await asyncio.gather(*(_tell(each, asked, calling) for each in made if each.way != "late"))
        await self._workspace.run(runs.log, made, asked.hub_url)
        for each in made:
            if each.way == "late":
                self._keep(asyncio.create_task(_tell_late(each, asked, calling)))
        return made

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._late.add(task)
        task.add_done_callback(self._late.discard)


async def _tell(run: Run, asked: RunsAsked, calling: asyncio.Semaphore) -> None:
    if not run.calls_hub:
        return
    async with calling:
        for _ in range(2 if run.way == "twice" else 1):
            await tell_hub(run, asked)


async def _tell_late(run: Run, asked: RunsAsked, calling: asyncio.Semaphore) -> None:
    await asyncio.sleep(asked.late_s)
    await _tell(run, asked, calling)


def _checked(
    handler: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """*handler*, with what it refuses said as JSON."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except NotThere as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        except UserError as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return answer


async def _json(request: Request) -> dict[str, Any]:
    try:
        parsed = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise UserError(f"The body is not JSON: {error}.") from error
    if not isinstance(parsed, dict):
        raise UserError("The body must be a JSON object.")
    return parsed
