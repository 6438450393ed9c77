"""Is an object there, what hangs on it, and which objects does a user have? Read only, and never more text than must come along.

What only answers "it is there" returns nothing; Gone says that it is not (404), or no longer (410).
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import httpx
import msgspec

from watchgate.openai.compliance import object_routes as routes
from watchgate.openai.compliance.model_objects import Ids, Memories, Shared
from watchgate.openai.compliance.routes import USER_FILE
from watchgate.openai.compliance.wire_objects import (
    WireCanvas,
    WireId,
    WireIdList,
    WireMemoryList,
    WireShared,
)
from watchgate.openai.decoding import decode
from watchgate.openai.errors import Unexpected
from watchgate.openai.outcomes import REDIRECTS
from watchgate.openai.routes import Route
from watchgate.openai.transport import Query, Transport

Wire = TypeVar("Wire")
_MOST_PAGES = 500
_IDS_ONLY = [("file_format", "id")]
"""Without it OpenAI signs a download URL for every file it names."""


class Objects:
    """What one key may look at. Every method raises the four words; it asks again as long as patience lasts."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def user_file(
        self, workspace_id: UUID, user_id: str, file_id: str, conversation_id: str | None = None
    ) -> None:
        """Returns when it is there. *conversation_id* is needed for audio and video: without it they seem not to be."""
        query = [("conversation_id", conversation_id)] if conversation_id else []
        await self._points_somewhere(USER_FILE, workspace_id, query, user_id=user_id, file_id=file_id)

    async def library_file(self, workspace_id: UUID, user_id: str, library_file_id: str) -> None:
        route = routes.LIBRARY_FILE
        await self._points_somewhere(route, workspace_id, user_id=user_id, library_file_id=library_file_id)

    async def gpt_file(self, workspace_id: UUID, file_id: str) -> None:
        await self._points_somewhere(routes.GPT_FILE, workspace_id, file_id=file_id)

    async def project_file(self, workspace_id: UUID, file_id: str) -> None:
        await self._points_somewhere(routes.PROJECT_FILE, workspace_id, file_id=file_id)

    async def gpt(self, workspace_id: UUID, gpt_id: str) -> Shared:
        wire = await self._read(routes.GPT, WireShared, workspace_id, _IDS_ONLY, gpt_id=gpt_id)
        return _same(wire.id, gpt_id, routes.GPT, wire.model())

    async def project(self, workspace_id: UUID, project_id: str) -> Shared:
        wire = await self._read(routes.PROJECT, WireShared, workspace_id, _IDS_ONLY, project_id=project_id)
        return _same(wire.id, project_id, routes.PROJECT, wire.model())

    async def published_agent(self, workspace_id: UUID, agent_id: str) -> None:
        """Returns when it has a published version. Gone when it has none, too: `list_agents` tells these apart."""
        wire = await self._read(routes.AGENT, WireId, workspace_id, agent_id=agent_id)
        _same(wire.id, agent_id, routes.AGENT, None)

    async def canvas(self, workspace_id: UUID, user_id: str, textdoc_id: str) -> None:
        """With one of its versions, which is not decoded."""
        ids = {"user_id": user_id, "textdoc_id": textdoc_id}
        wire = await self._read(routes.CANVAS, WireCanvas, workspace_id, [("limit", "1")], **ids)
        _same(wire.textdoc_id, textdoc_id, routes.CANVAS, None)

    async def codex_task(self, workspace_id: UUID, task_id: str) -> None:
        wire = await self._read(routes.CODEX_TASK, WireId, workspace_id, task_id=task_id)
        _same(wire.id, task_id, routes.CODEX_TASK, None)

    async def codex_environment(self, workspace_id: UUID, environment_id: str) -> None:
        """Its variables come along, and are not decoded."""
        wire = await self._read(routes.CODEX_ENVIRONMENT, WireId, workspace_id, environment_id=environment_id)
        _same(wire.id, environment_id, routes.CODEX_ENVIRONMENT, None)

    async def memories(self, workspace_id: UUID, user_id: str) -> Memories:
        page = await self._read(routes.MEMORIES, WireMemoryList, workspace_id, user_id=user_id)
        entries = tuple(entry for memory in page.data for entry in memory.entries())
        return Memories(entries, is_whole=not page.has_more)

    async def list_agents(self, workspace_id: UUID, cursor: str | None = None) -> Ids:
        """Those that are, or were, published; drafts are not listed."""
        query = [("limit", "50"), *_if("cursor", cursor)]
        page = await self._read(routes.AGENTS, WireIdList, workspace_id, query)
        return _ids(page, routes.AGENTS, page.cursor, cursor)

    async def list_skills(self, workspace_id: UUID, cursor: str | None = None) -> Ids:
        """Those of the workspace, without those of its agents."""
        return await self._skills(routes.SKILLS, workspace_id, cursor)

    async def list_agent_skills(self, workspace_id: UUID, cursor: str | None = None) -> Ids:
        """Those that belong to agents, which no other list has."""
        return await self._skills(routes.AGENT_SKILLS, workspace_id, cursor)

    async def _skills(self, route: Route, workspace_id: UUID, cursor: str | None) -> Ids:
        asked = msgspec.json.encode({"limit": 100} | ({"cursor": cursor} if cursor else {}))
        body = await self._transport.read(route, route.path(workspace_id=str(workspace_id)), content=asked)
        page = decode(body, WireIdList, str(route))
        return _ids(page, route, page.cursor, cursor)

    async def list_canvases(self, workspace_id: UUID, user_id: str, after: str | None = None) -> Ids:
        query = [("limit", "30"), *_if("after", after)]
        page = await self._read(routes.CANVASES, WireIdList, workspace_id, query, user_id=user_id)
        return _ids(page, routes.CANVASES, page.last_id, after)

    async def list_recordings(self, workspace_id: UUID, user_id: str, cursor: str | None = None) -> Ids:
        query = [("limit", "20"), *_if("cursor", cursor)]
        page = await self._read(routes.RECORDINGS, WireIdList, workspace_id, query, user_id=user_id)
        return _ids(page, routes.RECORDINGS, page.cursor, cursor)

    async def list_automations(self, workspace_id: UUID, user_id: str, after: str | None = None) -> Ids:
        """The answer names no place to go on from: it is behind its last automation."""
        query = [("limit", "100"), *_if("after", after)]
        page = await self._read(routes.AUTOMATIONS, WireIdList, workspace_id, query, user_id=user_id)
        last = page.last_id or (page.data[-1].id if page.data else None)
        return _ids(page, routes.AUTOMATIONS, last, after)

    async def list_library_files(self, workspace_id: UUID, user_id: str, cursor: str | None = None) -> Ids:
        """Those in the trash as well."""
        query = [("limit", "200"), *_if("cursor", cursor)]
        page = await self._read(routes.LIBRARY_FILES, WireIdList, workspace_id, query, user_id=user_id)
        return _ids(page, routes.LIBRARY_FILES, page.cursor, cursor)

    async def _read(
        self, route: Route, wire: type[Wire], workspace_id: UUID, query: Query = (), **ids: str
    ) -> Wire:
        path = route.path(workspace_id=str(workspace_id), **ids)
        return decode(await self._transport.read(route, path, query), wire, str(route))

    async def _points_somewhere(
        self, route: Route, workspace_id: UUID, query: Query = (), **ids: str
    ) -> None:
        """A file's route answers with a redirect to its bytes, which are not fetched."""
        path = route.path(workspace_id=str(workspace_id), **ids)

        async def use(answer: httpx.Response) -> None:
            if answer.status_code not in REDIRECTS:
                raise Unexpected(f"{route} answered without a redirect.", status=answer.status_code)

        await self._transport.persist(
            lambda: self._transport.ask(
                route, path, query, use, within_s=self._transport.patience.answer_within_s
            )
        )


async def all_of(page_behind: Callable[[str | None], Awaitable[Ids]]) -> AsyncIterator[str]:
    """Every id of a list, page by page. Raises Unexpected for a list that does not end."""
    behind = None
    for _ in range(_MOST_PAGES):
        page = await page_behind(behind)
        for one in page.ids:
            yield one
        behind = page.next
        if behind is None:
            return
    raise Unexpected(f"A list of OpenAI's has more than {_MOST_PAGES} pages.")


def _ids(page: WireIdList, route: Route, goes_on: str | None, came_from: str | None) -> Ids:
    if page.has_more and (not goes_on or goes_on == came_from):
        raise Unexpected(f"{route} says there is more, but not where to go on.")
    return Ids(tuple(one.id for one in page.data), goes_on if page.has_more else None)


def _if(name: str, value: str | None) -> Query:
    return [(name, value)] if value else []


Model = TypeVar("Model")


def _same(said: str, asked: str, route: Route, model: Model) -> Model:
    if said != asked:
        raise Unexpected(f"OpenAI's answer to {route} is about another object than was asked for.")
    return model
