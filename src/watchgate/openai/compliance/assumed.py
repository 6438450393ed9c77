"""Can a workspace create GPTs through its API? **Assumed**: no document of OpenAI has such a route (contracts §4.1, "no, by absence").

Some workspaces are said to have one. Nothing here is asked without the setting `gpt_create_assumed`, nor before a probe has
found the route; what the body looks like is a guess after the object that the documented routes show.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from watchgate.openai.changing import change, unreadable
from watchgate.openai.compliance.change_routes import SCOPE
from watchgate.openai.compliance.routes import WORKSPACE
from watchgate.openai.compliance.wire_objects import WireId
from watchgate.openai.decoding import decode
from watchgate.openai.errors import Gone, Unexpected
from watchgate.openai.routes import Kind, Route
from watchgate.openai.transport import Transport

_CREATE = Route(f"{WORKSPACE}/gpts", Kind.ITEM, SCOPE, "POST")
_SHARE = Route(f"{WORKSPACE}/gpts/{{gpt_id}}/shared_users", Kind.ITEM, SCOPE, "POST")
_ASKS_FOR_MORE = frozenset({400, 422})


class AssumedGpts:
    """What one key may create, if there is any such thing. Every method asks once and raises the four words."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def is_offered(self, workspace_id: UUID) -> bool:
        """Asked with an empty body: a route that is there finds it wanting, and makes nothing."""
        try:
            await self._post(_CREATE, workspace_id, {})
        except Gone:
            return False
        except Unexpected as answer:
            return answer.status in _ASKS_FOR_MORE
        return False  # whoever makes a GPT of nothing is not the route we assume

    async def create(self, workspace_id: UUID, gpt: Mapping[str, Any]) -> str:
        """The id of a new GPT, shared with nobody. Raises Unsure when it may be there all the same."""
        body = await self._post(_CREATE, workspace_id, gpt)
        try:
            return decode(body, WireId, str(_CREATE)).id
        except Unexpected as odd:
            raise unreadable(str(odd)) from None

    async def share(self, workspace_id: UUID, gpt_id: str, emails: Sequence[str]) -> None:
        """Give it to these people, and to nobody else."""
        wanted = {"visibility": "invite-only", "recipients": list(emails)}
        await self._post(_SHARE, workspace_id, wanted, gpt_id=gpt_id)

    async def _post(self, route: Route, workspace_id: UUID, said: Mapping[str, Any], **ids: str) -> bytes:
        path = route.path(workspace_id=str(workspace_id), **ids)
        return await change(self._transport, route, path, content=msgspec.json.encode(dict(said)))
