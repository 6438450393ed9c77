"""What may a test have people do? Install a bundle or a skill, change it behind our back, and say who is in a group."""

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.directory.control import change_group, make_group, remove_group
from watchgate.simulator.editors import gpts, skills
from watchgate.simulator.editors.bundle import form_of
from watchgate.simulator.editors.change import parse
from watchgate.simulator.editors.edited_gpts import EditedGpt
from watchgate.simulator.reply import JsonObject
from watchgate.simulator.skill_runs.used import NotThere

_ROOT = "/_sim/workspaces/{workspace_id}"
Handler = Callable[[Request], Awaitable[JsonObject]]


class EditorsControl:
    """The handlers of the editors under `/_sim/`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def routes(self) -> list[Route]:
        return [
            self._route("POST", "gpts/install", self._install_gpt),
            self._route("PUT", "gpt_create", self._switch_gpt_create),
            self._route("PUT", "gpts/{gpt_id}", self._install_over_gpt),
            self._route("PATCH", "gpts/{gpt_id}", self._change_gpt),
            self._route("POST", "skills/install", self._install_skill),
            self._route("PUT", "skills/{skill_id}", self._install_over_skill),
            self._route("POST", "groups", self._make_group),
            self._route("PATCH", "groups/{group_id}", self._change_group),
            self._route("DELETE", "groups/{group_id}", self._remove_group),
        ]

    async def _install_gpt(self, request: Request) -> JsonObject:
        form, query = form_of(await request.body()), request.query_params
        is_draft = query.get("draft", "false") == "true"
        made = await self._workspace.run(
            gpts.install, self._workspace, form, owner=query.get("owner"), is_draft=is_draft
        )
        return _told(made)

    async def _install_over_gpt(self, request: Request) -> JsonObject:
        form, gpt_id = form_of(await request.body()), request.path_params["gpt_id"]
        by = request.query_params.get("by")
        return _told(await self._workspace.run(gpts.install_over, self._workspace, gpt_id, form, by=by))

    async def _change_gpt(self, request: Request) -> JsonObject:
        wanted, gpt_id = parse(await _json(request)), request.path_params["gpt_id"]
        return _told(await self._workspace.run(gpts.change, self._workspace, gpt_id, wanted))

    async def _switch_gpt_create(self, request: Request) -> JsonObject:
        """On or off: the assumed interface to create GPTs."""
        enabled = (await _json(request)).get("enabled")
        if not isinstance(enabled, bool):
            raise UserError('Say {"enabled": true} or {"enabled": false}.')
        self._workspace.creates_gpts = enabled
        return {"enabled": enabled}

    async def _install_skill(self, request: Request) -> JsonObject:
        archive, owner = await request.body(), request.query_params.get("owner")
        made = await self._workspace.run(skills.upload, self._workspace, archive, owner=owner)
        return {"skill_id": made.id}

    async def _install_over_skill(self, request: Request) -> JsonObject:
        archive, skill_id = await request.body(), request.path_params["skill_id"]
        changed = await self._workspace.run(skills.upload_over, self._workspace, skill_id, archive)
        return {"skill_id": changed.id}

    async def _make_group(self, request: Request) -> JsonObject:
        wanted = await _json(request)
        return await self._workspace.run(make_group, self._workspace, wanted)

    async def _change_group(self, request: Request) -> JsonObject:
        wanted, group_id = await _json(request), request.path_params["group_id"]
        return await self._workspace.run(change_group, self._workspace, group_id, wanted)

    async def _remove_group(self, request: Request) -> JsonObject:
        return await self._workspace.run(remove_group, self._workspace, request.path_params["group_id"])

    def _route(self, method: str, path: str, handler: Handler) -> Route:
        async def answer(request: Request) -> Response:
            try:
                await self._workspace.run(self._check, request.path_params["workspace_id"])
                return JSONResponse(await handler(request))
            except NotThere as error:
                return JSONResponse({"error": str(error)}, status_code=404)
            except UserError as error:
                return JSONResponse({"error": str(error)}, status_code=400)

        return Route(f"{_ROOT}/{path}", answer, methods=[method])

    def _check(self, workspace_id: str) -> None:
        own = self._workspace.population.workspace_id
        if workspace_id != own:
            raise NotThere(f"There is one workspace here, {own}, and no {workspace_id!r}.")


def _told(gpt: EditedGpt) -> JsonObject:
    return {"gpt_id": gpt.id, "configuration_id": gpt.configurations[0].body["id"]}


async def _json(request: Request) -> JsonObject:
    try:
        parsed = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise UserError(f"The body is not JSON: {error}.") from error
    if not isinstance(parsed, dict):
        raise UserError("The body must be a JSON object.")
    return parsed
