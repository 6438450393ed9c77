"""Which groups has a workspace's directory, and who is in them? (contracts §1.4.4; the ChatGPT admin specification, `/manage/…`)"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import msgspec

from watchgate.openai.decoding import decode
from watchgate.openai.errors import Unexpected
from watchgate.openai.routes import Kind, Route
from watchgate.openai.transport import Transport

_SCOPE = "the right to read the workspace's directory groups (ChatGPT admin API)"
_ROOT = "/manage/workspaces/{workspace_id}/groups"
GROUPS = Route(_ROOT, Kind.LIST, _SCOPE)
MEMBERS = Route(f"{_ROOT}/{{group_id}}/users", Kind.LIST, _SCOPE)
_PAGE = 100
_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class DirectoryGroup:
    """`name` is what the workspace's people call it."""

    id: str
    name: str


class _WireItem(msgspec.Struct):
    id: str
    name: str | None = None


class _WirePage(msgspec.Struct):
    data: list[_WireItem]
    has_more: bool = False
    cursor: str | None = None


class Directory:
    """What one key may see of groups. Every method raises the four words; it asks again as long as patience lasts."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def groups(self, workspace_id: UUID) -> AsyncIterator[DirectoryGroup]:
        """All of them."""
        path = GROUPS.path(workspace_id=str(workspace_id))
        async for one in self._all(GROUPS, path):
            yield DirectoryGroup(one.id, one.name or one.id)

    async def members(self, workspace_id: UUID, group_id: str) -> AsyncIterator[str]:
        """The ids of a group's users. Raises Gone."""
        path = MEMBERS.path(workspace_id=str(workspace_id), group_id=group_id)
        async for one in self._all(MEMBERS, path):
            yield one.id

    async def _all(self, route: Route, path: str) -> AsyncIterator[_WireItem]:
        cursor: str | None = None
        for _ in range(_MOST_PAGES):
            query = [("limit", str(_PAGE)), *([("cursor", cursor)] if cursor else [])]
            page = decode(await self._transport.read(route, path, query), _WirePage, str(route))
            for one in page.data:
                yield one
            if not page.has_more:
                return
            before, cursor = cursor, page.cursor
            if not cursor or cursor == before:
                raise Unexpected(f"{route} says there is more, but not where to go on.")
        raise Unexpected(f"{route} does not come to an end.")
