"""What does somebody see who follows a link to a shared conversation? A page, until the conversation is deleted."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from watchgate.simulator.compliance_host.log_writer import AUDIT
from watchgate.simulator.compliance_host.workspace import Workspace

_SHARED = "CONVERSATION_SHARE"
_PAGE = "<!doctype html><title>{0}</title><h1>{0}</h1><p>{1}</p>\n"


class SharedLinks:
    """`/share/…`, for everybody who has the link. *workspace* is asked when somebody first follows one."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._conversations: dict[str, str] | None = None

    def route(self) -> Route:
        return Route("/share/{link_id}", self._show, methods=["GET"])

    async def _show(self, request: Request) -> Response:
        conversation_id = await self._workspace.run(self._conversation, request.path_params["link_id"])
        if conversation_id is None:
            page = _PAGE.format("Not found", "There is no such shared conversation.")
            return HTMLResponse(page, status_code=404)
        return HTMLResponse(_PAGE.format("Shared conversation", escape(conversation_id)))

    def _conversation(self, link_id: str) -> str | None:
        """To which conversation the link leads; None when to none, or to one that was deleted."""
        if self._conversations is None:
            self._conversations = dict(_links(self._workspace))
        found = self._conversations.get(link_id)
        return None if found is None or self._workspace.deletions.is_gone("conversation", found) else found


def _links(workspace: Workspace) -> list[tuple[str, str]]:
    population = workspace.population
    numbers = (number for number in range(len(population)) if population.type_of(number) == AUDIT)
    told = (population.event(number).body for number in numbers)
    return [
        (body["action_data"]["shared_conversation_id"], body["action_data"]["conversation_id"])
        for body in told
        if body.get("action") == _SHARED
    ]
