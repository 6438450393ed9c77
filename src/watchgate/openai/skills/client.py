"""How are skills created, read and changed at `/v1/skills`? What creates is asked once: whoever is unsure looks before asking again.

Routes and shapes: the platform's OpenAPI document 2.3.0, contracts §4.
"""

from collections.abc import AsyncIterator
from typing import TypeVar

import httpx
import msgspec

from watchgate.kernel.clock import Clock, utc_now
from watchgate.openai.backoff import Patience
from watchgate.openai.body import read_whole
from watchgate.openai.breaker import Breakers
from watchgate.openai.changing import change, unreadable
from watchgate.openai.decoding import decode
from watchgate.openai.errors import Unexpected
from watchgate.openai.limits import Limits
from watchgate.openai.outcomes import REDIRECTS
from watchgate.openai.routes import Kind, Route
from watchgate.openai.skills.model import PlatformSkill, PlatformVersion
from watchgate.openai.skills.wire import WireSkill, WireSkillList, WireVersion, WireVersionList
from watchgate.openai.transport import Transport

MAX_CONTENT_BYTES = 64 * 1024 * 1024
"""Of a skill's archive: the API takes 50 MB."""
Wire = TypeVar("Wire")
_PAGE = 100
_READS = "a key of a project whose permissions include reading skills"
_WRITES = "a key of a project (platform.openai.com, the project's API keys) whose permissions include writing skills"
LIST = Route("/skills", Kind.LIST, _READS)
CREATE = Route("/skills", Kind.ITEM, _WRITES, "POST")
SHOW = Route("/skills/{skill_id}", Kind.ITEM, _READS)
UPDATE = Route("/skills/{skill_id}", Kind.ITEM, _WRITES, "POST")
DELETE = Route("/skills/{skill_id}", Kind.ITEM, _WRITES, "DELETE")
VERSIONS = Route("/skills/{skill_id}/versions", Kind.LIST, _READS)
ADD_VERSION = Route("/skills/{skill_id}/versions", Kind.ITEM, _WRITES, "POST")
CONTENT = Route("/skills/{skill_id}/versions/{version}/content", Kind.ITEM, _READS)


class SkillsClient:
    """One project's key. Every method raises the four words of `openai.errors`, nothing else."""

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        http: httpx.AsyncClient,
        limits: Limits,
        clock: Clock = utc_now,
        breakers: Breakers | None = None,
        patience: Patience | None = None,
    ) -> None:
        """As ComplianceClient. Raises UserError for a base URL or a key that cannot be used."""
        self._transport = Transport(
            base_url,
            key,
            http=http,
            limits=limits,
            breakers=breakers or Breakers(),
            clock=clock,
            patience=patience or Patience(),
        )

    async def all_of(self) -> AsyncIterator[PlatformSkill]:
        """Every skill of the project, newest first."""
        after: str | None = None
        while True:
            query = [("limit", str(_PAGE)), ("order", "desc"), *([("after", after)] if after else [])]
            page = decode(await self._transport.read(LIST, LIST.template, query), WireSkillList, str(LIST))
            for one in page.data:
                yield one.model()
            if not page.has_more:
                return
            after = _next(page.last_id, after, LIST)

    async def show(self, skill_id: str) -> PlatformSkill:
        """Raises Gone when there is none."""
        raw = await self._transport.read(SHOW, SHOW.path(skill_id=skill_id))
        return decode(raw, WireSkill, str(SHOW)).model()

    async def versions(self, skill_id: str) -> AsyncIterator[PlatformVersion]:
        """Newest first."""
        after: str | None = None
        while True:
            query = [("limit", str(_PAGE)), ("order", "desc"), *([("after", after)] if after else [])]
            raw = await self._transport.read(VERSIONS, VERSIONS.path(skill_id=skill_id), query)
            page = decode(raw, WireVersionList, str(VERSIONS))
            for one in page.data:
                yield one.model()
            if not page.has_more:
                return
            after = _next(page.last_id, after, VERSIONS)

    async def content(self, skill_id: str, version: str) -> bytes:
        """The archive of a version (ZIP). Raises TooLarge."""

        async def use(answer: httpx.Response) -> bytes:
            if answer.status_code in REDIRECTS:
                raise Unexpected(f"{CONTENT} was redirected.", status=answer.status_code)
            return await read_whole(answer, str(CONTENT), limit_bytes=MAX_CONTENT_BYTES)

        transport, path = self._transport, CONTENT.path(skill_id=skill_id, version=version)
        within_s = transport.patience.answer_within_s
        return await transport.persist(lambda: transport.ask(CONTENT, path, (), use, within_s=within_s))

    async def create(self, archive: bytes, name: str) -> PlatformSkill:
        """A new skill of *archive* (a ZIP with one folder). Raises Unsure when there may be one now."""
        raw = await self._send(CREATE, CREATE.template, archive, name, {})
        return _sure(raw, WireSkill, CREATE).model()

    async def add_version(self, skill_id: str, archive: bytes, name: str) -> PlatformVersion:
        """A new version, which becomes the default one. Raises Unsure when there may be one now."""
        path = ADD_VERSION.path(skill_id=skill_id)
        raw = await self._send(ADD_VERSION, path, archive, name, {"default": "true"})
        return _sure(raw, WireVersion, ADD_VERSION).model()

    async def set_default(self, skill_id: str, version: str) -> PlatformSkill:
        """Saying so twice is no different from once."""
        body = msgspec.json.encode({"default_version": version})
        raw = await change(self._transport, UPDATE, UPDATE.path(skill_id=skill_id), content=body)
        return _sure(raw, WireSkill, UPDATE).model()

    async def delete(self, skill_id: str) -> None:
        """The skill with all its versions. Raises Gone when there is none."""
        await change(self._transport, DELETE, DELETE.path(skill_id=skill_id))

    async def _send(
        self, route: Route, path: str, archive: bytes, name: str, fields: dict[str, str]
    ) -> bytes:
        """As a form with one file; httpx writes it down."""
        form = httpx.Request(
            "POST",
            "https://form.invalid",
            data=fields,
            files={"files": (f"{name}.zip", archive, "application/zip")},
        )
        return await change(
            self._transport, route, path, content=form.read(), content_type=form.headers["content-type"]
        )


def _next(last_id: str | None, after: str | None, route: Route) -> str:
    if not last_id or last_id == after:
        raise Unexpected(f"{route} says there is more, but not where to go on.")
    return last_id


def _sure(raw: bytes, wire: type[Wire], route: Route) -> Wire:
    """A 200 that cannot be read has had its effect all the same."""
    try:
        return decode(raw, wire, str(route))
    except Unexpected as odd:
        raise unreadable(str(odd)) from None
