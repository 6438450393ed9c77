"""Who asks OpenAI for a workspace, and does its key belong to it? A 404 is believed only where the workspace itself is found."""

import asyncio
import time
from dataclasses import dataclass, field
from uuid import UUID

from watchgate.ingest import ports as ingest
from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure, TryAgain
from watchgate.workspaces.errors import UnknownWorkspace
from watchgate.workspaces.model import WorkspaceState
from watchgate.workspaces.service import Workspaces

FOUND_FOR_S = 300.0
"""So long a workspace that was found is not asked for again."""
ASKED_WITHIN_S = 10.0
"""A person waits for what is asked before a request is made; then it is not known."""


@dataclass(slots=True)
class Reaching:
    """The clients of enrolled workspaces, on budgets shared with everything else that asks."""

    enrolled: ingest.Workspaces
    workspaces: Workspaces
    believes_within_s: float = 20.0
    """Who waits for a deletion must not lose patience while a 404 is looked at: he would take it for unclear."""
    _found: dict[tuple[UUID, str], float] = field(default_factory=dict)

    async def client(self, workspace_id: UUID) -> ComplianceClient:
        """Raises NeedsAttention for a workspace that nothing is asked for at present."""
        access = await self.enrolled.access(workspace_id)
        if access is None:
            raise await self._why_not(workspace_id)
        return access.client

    async def believe(self, client: ComplianceClient, workspace_id: UUID) -> None:
        """Returns when OpenAI's 404 is about the object: it has the workspace, for this key.

        OpenAI says 404, too, for a workspace that is not the key's. Without this, everything in it would pass for gone.
        Raises NeedsAttention when it is not, and the other words when OpenAI does not say.
        """
        known = (workspace_id, client.key_shown)
        if time.monotonic() - self._found.get(known, float("-inf")) < FOUND_FOR_S:
            return
        try:
            async with asyncio.timeout(self.believes_within_s):
                await client.probe_stateful_read(workspace_id)
        except TimeoutError:
            raise TryAgain(
                "OpenAI did not say in time whether it has the workspace at all.", reason="timeout"
            ) from None
        except Gone as gone:
            raise NeedsAttention(
                f"OpenAI has no workspace {workspace_id} for the key {client.key_shown} ({gone.status}).",
                "Compare the workspace's id, and the key, with those in ChatGPT's admin console:"
                " `watchgate workspaces test` tells more.",
                status=gone.status,
            ) from None
        self._found[known] = time.monotonic()

    async def misses(self, client: ComplianceClient, workspace_id: UUID) -> str | None:
        """Why nothing in the workspace can be found with this key; None when it can, or when OpenAI does not say."""
        try:
            async with asyncio.timeout(ASKED_WITHIN_S):
                await self.believe(client, workspace_id)
        except NeedsAttention as missing:
            return f"{missing} {missing.remedy}" if missing.status in {404, 410} else None
        except (OpenAIFailure, TimeoutError):
            return None
        return None

    async def _why_not(self, workspace_id: UUID) -> NeedsAttention:
        try:
            workspace = await self.workspaces.get(workspace_id)
        except UnknownWorkspace as unknown:
            return NeedsAttention(str(unknown), "Enrol it first: `watchgate workspaces enroll`.")
        if workspace.state is WorkspaceState.PAUSED:
            return NeedsAttention(
                f"The workspace {workspace.name!r} is paused: nothing is asked of OpenAI for it.",
                "Resume it: `watchgate workspaces resume`.",
            )
        return NeedsAttention(
            f"The workspace {workspace.name!r} is being removed, and its keys are erased.",
            "Finish with `watchgate workspaces remove`; to go on with it, enrol it again.",
        )
