"""How does the house ask the compliance API? Logs, users, files here; `objects` and `gpts` look at what people made, `changes` removes it."""

from datetime import datetime
from functools import partial
from typing import BinaryIO
from uuid import UUID

import httpx

from watchgate.kernel.clock import Clock, rfc3339, utc_now
from watchgate.openai.backoff import Patience, of_a_change
from watchgate.openai.breaker import Breakers
from watchgate.openai.compliance import routes
from watchgate.openai.compliance.assumed import AssumedGpts
from watchgate.openai.compliance.changes import Changes
from watchgate.openai.compliance.directory import Directory
from watchgate.openai.compliance.gpts import Gpts
from watchgate.openai.compliance.model import LogFile, LogFilePage, UserPage
from watchgate.openai.compliance.objects import Objects
from watchgate.openai.compliance.wire import (
    WireAnyList,
    WireLogFile,
    WireLogFileList,
    WireMaxEventTime,
    WireUser,
    WireUserList,
)
from watchgate.openai.decoding import convert, decode, read_moment
from watchgate.openai.download import Download, Expected, fetch
from watchgate.openai.errors import Unexpected
from watchgate.openai.limits import Limits
from watchgate.openai.routes import Route
from watchgate.openai.transport import Transport

MAX_LOG_FILE_BYTES = 64 * 1024 * 1024
"""OpenAI cuts log files at 15 MB; beyond this something is wrong."""
MAX_USER_FILE_BYTES = 512 * 1024 * 1024


class ComplianceClient:
    """One workspace's key at the compliance API. Every method raises the four words of `openai.errors`, nothing else.

    Waits for its rate limit, honours Retry-After, and asks again as long as *patience* lasts. Any wait may be cancelled.
    """

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
        """*http* from `new_http_client()`; share *http*, *limits* and *breakers* among the clients of a process.

        Raises UserError for a base URL or a key that cannot be used.
        """
        transport = partial(
            Transport,
            base_url,
            key,
            http=http,
            limits=limits,
            breakers=breakers or Breakers(),
            clock=clock,
        )
        patience = patience or Patience()
        self._transport = transport(patience=patience)
        self.objects = Objects(self._transport)
        self.gpts = Gpts(self._transport)
        self.directory = Directory(self._transport)
        changing = transport(patience=of_a_change(patience))
        self.changes = Changes(changing)
        self.assumed_gpts = AssumedGpts(changing)

    @property
    def key_shown(self) -> str:
        """The key's last four characters, as it may be shown: `…wxyz`."""
        return self._transport.key_shown

    async def list_log_files(
        self,
        workspace_id: UUID,
        event_type: str,
        after: datetime,
        before: datetime | None = None,
        limit: int = 100,
    ) -> LogFilePage:
        """Log files of the workspace whose `end_time` lies behind *after* (and before *before*), ascending; 1 to 100."""
        path = routes.WORKSPACE_LOGS.path(workspace_id=str(workspace_id))
        return await self._log_files(routes.WORKSPACE_LOGS, path, event_type, after, before, limit)

    async def list_organization_log_files(
        self,
        organization_id: str,
        event_type: str,
        after: datetime,
        before: datetime | None = None,
        limit: int = 100,
    ) -> LogFilePage:
        """The same for the API organisation `org-…`; `COSTS` exists only here."""
        path = routes.ORGANIZATION_LOGS.path(organization_id=organization_id)
        return await self._log_files(routes.ORGANIZATION_LOGS, path, event_type, after, before, limit)

    async def download_log_file(
        self,
        workspace_id: UUID,
        file_id: str,
        *,
        expect_sha256: str,
        expect_size: int,
        sink: BinaryIO | None = None,
    ) -> Download:
        """A log file of *expect_size* bytes, verified; see `download.fetch` for what is raised and what becomes of *sink*."""
        path = routes.WORKSPACE_LOG_FILE.path(workspace_id=str(workspace_id), log_file_id=file_id)
        expected = Expected(MAX_LOG_FILE_BYTES, expect_size, expect_sha256)
        return await fetch(self._transport, routes.WORKSPACE_LOG_FILE, path, (), expected, sink)

    async def download_organization_log_file(
        self,
        organization_id: str,
        file_id: str,
        *,
        expect_sha256: str,
        expect_size: int,
        sink: BinaryIO | None = None,
    ) -> Download:
        """The same for a file of `list_organization_log_files`."""
        path = routes.ORGANIZATION_LOG_FILE.path(organization_id=organization_id, log_file_id=file_id)
        expected = Expected(MAX_LOG_FILE_BYTES, expect_size, expect_sha256)
        return await fetch(self._transport, routes.ORGANIZATION_LOG_FILE, path, (), expected, sink)

    async def max_event_time(self, workspace_id: UUID, event_type: str) -> datetime | None:
        """The time of the newest event of the type that has been written; None when there is none. Gone on older servers."""
        route = routes.MAX_EVENT_TIME
        path = route.path(workspace_id=str(workspace_id))
        body = await self._transport.read(route, path, [("event_type", event_type)])
        stamp = decode(body, WireMaxEventTime, str(route)).max_event_time.get(event_type)
        return None if stamp is None else read_moment(stamp, str(route))

    async def list_users(self, workspace_id: UUID, after: str | None = None, limit: int = 200) -> UserPage:
        """The users whose id lies behind *after*, at most *limit*. Go on with `last_id` while `has_more`."""
        route = routes.USERS
        query = [("limit", str(limit)), *([("after", after)] if after else [])]
        body = await self._transport.read(route, route.path(workspace_id=str(workspace_id)), query)
        page = decode(body, WireUserList, str(route))
        if page.has_more and (not page.last_id or page.last_id == after):
            raise Unexpected(f"{route} says there is more, but not where to go on.")
        return UserPage(convert(page.data, WireUser.model, str(route)), page.has_more, page.last_id)

    async def download_user_file(
        self,
        workspace_id: UUID,
        user_id: str,
        file_id: str,
        conversation_id: str | None = None,
        *,
        sink: BinaryIO | None = None,
        max_bytes: int = MAX_USER_FILE_BYTES,
    ) -> Download:
        """A file that a user uploaded (kept about 48 h). *conversation_id* is needed for audio and video.

        Raises Gone (410: expired; 404: unknown) and TooLarge; nothing vouches for the content, its SHA-256 is ours.
        """
        route = routes.USER_FILE
        path = route.path(workspace_id=str(workspace_id), user_id=user_id, file_id=file_id)
        query = [("conversation_id", conversation_id)] if conversation_id else []
        return await fetch(self._transport, route, path, query, Expected(max_bytes), sink)

    async def probe_stateful_read(self, workspace_id: UUID) -> None:
        """Returns when the key may read the workspace's objects (asks for one GPT); raises as every method does."""
        route = routes.GPTS
        query = [("limit", "1"), ("file_format", "id")]
        body = await self._transport.read(route, route.path(workspace_id=str(workspace_id)), query)
        decode(body, WireAnyList, str(route))

    async def _log_files(
        self, route: Route, path: str, event_type: str, after: datetime, before: datetime | None, limit: int
    ) -> LogFilePage:
        query = [("event_type", event_type), ("after", rfc3339(after)), ("limit", str(limit))]
        if before is not None:
            query.append(("before", rfc3339(before)))
        page = decode(await self._transport.read(route, path, query), WireLogFileList, str(route))
        files: tuple[LogFile, ...] = convert(page.data, WireLogFile.model, str(route))
        last = None if page.last_end_time is None else read_moment(page.last_end_time, str(route))
        if page.has_more and (last is None or last <= after):
            raise Unexpected(f"{route} says there is more, but not where to go on.")
        return LogFilePage(files, page.has_more, last)
