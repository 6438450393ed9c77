"""Which GPTs and skills are there in a workspace, and what is in them? Lists page by page; a skill also as the ZIP of its folder."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar
from uuid import UUID

import httpx
import msgspec

from watchgate.openai.body import read_whole
from watchgate.openai.compliance import gpt_routes as routes
from watchgate.openai.compliance.model_gpts import ConfigPage, Gpt, GptPage, RecipientPage, SkillPage
from watchgate.openai.compliance.wire_gpts import (
    WireConfigList,
    WireGpt,
    WireGptConfig,
    WireGptList,
    WireSkill,
    WireSkillList,
)
from watchgate.openai.compliance.wire_objects import WireIdList
from watchgate.openai.decoding import convert, decode
from watchgate.openai.errors import Unexpected
from watchgate.openai.outcomes import REDIRECTS
from watchgate.openai.routes import Route
from watchgate.openai.transport import Query, Transport

MAX_EXPORT_BYTES = 64 * 1024 * 1024
"""A skill that `/v1/skills` takes has at most 50 MB; beyond this something is wrong."""
MOST_PAGES = 500
_PAGE = 100
_IDS_ONLY = ("file_format", "id")
"""Without it OpenAI signs a download URL for every file it names."""


class Gpts:
    """What one key may see of GPTs and skills. Every method raises the four words; it asks again as long as patience lasts."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def list_gpts(self, workspace_id: UUID, after: str | None = None) -> GptPage:
        """Live GPTs with their newest configuration; drafts, and GPTs of others than the workspace, are not listed."""
        query = [("limit", str(_PAGE)), _IDS_ONLY, *_behind(after)]
        page = decode(await self._read(routes.GPTS, workspace_id, query), WireGptList, str(routes.GPTS))
        return GptPage(
            convert(page.data, WireGpt.model, str(routes.GPTS)),
            _next(routes.GPTS, page.has_more, page.last_id, after),
        )

    async def gpt(self, workspace_id: UUID, gpt_id: str) -> Gpt:
        """One GPT with its newest configuration. Raises Gone."""
        body = await self._read(routes.GPT, workspace_id, [_IDS_ONLY], gpt_id=gpt_id)
        (found,) = convert([decode(body, WireGpt, str(routes.GPT))], WireGpt.model, str(routes.GPT))
        if found.id != gpt_id:
            raise Unexpected(f"OpenAI's answer to {routes.GPT} is about another object than was asked for.")
        return found

    async def list_configs(
        self, workspace_id: UUID, gpt_id: str, after: str | None = None, limit: int = _PAGE
    ) -> ConfigPage:
        """All versions of a GPT, the newest first. Raises Gone."""
        route = routes.CONFIGS
        query = [("limit", str(limit)), _IDS_ONLY, *_behind(after)]
        page = decode(await self._read(route, workspace_id, query, gpt_id=gpt_id), WireConfigList, str(route))
        configs = convert(page.data, WireGptConfig.model, str(route))
        return ConfigPage(configs, _next(route, page.has_more, page.last_id, after))

    async def list_recipients(
        self, workspace_id: UUID, gpt_id: str, after: str | None = None
    ) -> RecipientPage:
        """Whom a GPT is shared with by name. Raises Gone."""
        route = routes.SHARED_USERS
        body = await self._read(route, workspace_id, _behind(after), gpt_id=gpt_id)
        page = decode(body, WireIdList, str(route))
        ids = tuple(one.id for one in page.data)
        return RecipientPage(ids, _next(route, page.has_more, page.last_id, after))

    async def list_skills(self, workspace_id: UUID, cursor: str | None = None) -> SkillPage:
        """Skills of people, without those of agents. OpenAI lists them by POST."""
        route = routes.SKILLS
        asked = msgspec.json.encode({"limit": _PAGE} | ({"cursor": cursor} if cursor else {}))
        body = await self._transport.read(route, route.path(workspace_id=str(workspace_id)), content=asked)
        page = decode(body, WireSkillList, str(route))
        skills = convert(page.data, WireSkill.model, str(route))
        return SkillPage(skills, _next(route, page.has_more, page.cursor, cursor))

    async def export_skill(
        self, workspace_id: UUID, skill_id: str, *, max_bytes: int = MAX_EXPORT_BYTES
    ) -> bytes:
        """The ZIP of a skill's folder, as it is there now. Raises Gone, TooLarge."""
        route = routes.EXPORT
        path = route.path(workspace_id=str(workspace_id), skill_id=skill_id)

        async def use(answer: httpx.Response) -> bytes:
            if answer.status_code in REDIRECTS:
                raise Unexpected(f"{route} was redirected.", status=answer.status_code)
            return await read_whole(answer, str(route), limit_bytes=max_bytes)

        return await self._transport.persist(
            lambda: self._transport.ask(route, path, (), use, within_s=self._transport.patience.file_within_s)
        )

    async def _read(self, route: Route, workspace_id: UUID, query: Query, **ids: str) -> bytes:
        return await self._transport.read(route, route.path(workspace_id=str(workspace_id), **ids), query)


class Page(Protocol):
    """What tells where to go on."""

    @property
    def next(self) -> str | None: ...


AnyPage = TypeVar("AnyPage", bound=Page)


async def pages(page_behind: Callable[[str | None], Awaitable[AnyPage]]) -> AsyncIterator[AnyPage]:
    """Every page of a list. Raises Unexpected for a list that does not end."""
    behind = None
    for _ in range(MOST_PAGES):
        page = await page_behind(behind)
        yield page
        behind = page.next
        if behind is None:
            return
    raise Unexpected(f"A list of OpenAI's has more than {MOST_PAGES} pages.")


def _behind(after: str | None) -> Query:
    return [("after", after)] if after else []


def _next(route: Route, has_more: bool, goes_on: str | None, came_from: str | None) -> str | None:  # noqa: FBT001
    if has_more and (not goes_on or goes_on == came_from):
        raise Unexpected(f"{route} says there is more, but not where to go on.")
    return goes_on if has_more else None
