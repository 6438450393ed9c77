"""How does remediation look at objects at OpenAI, delete and isolate them? The port `Upstream` over the compliance API."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

from watchgate.ingest import ports as ingest
from watchgate.kernel.canonical_json import Json
from watchgate.openai.errors import Gone, NeedsAttention
from watchgate.remediation.model import Action, Kind, Target
from watchgate.remediation.ports import Outcome, Presence, Seen
from watchgate.remediation.upstream.acting import act
from watchgate.remediation.upstream.listing import listed
from watchgate.remediation.upstream.reaching import Reaching
from watchgate.remediation.upstream.recent_lists import RecentLists
from watchgate.remediation.upstream.rights import Rights
from watchgate.remediation.upstream.seeing import Eyes, list_of, see
from watchgate.workspaces.service import Workspaces


@dataclass(frozen=True, slots=True)
class OpenAI:
    """OpenAI's side. Every method but `refuses` raises the four words of `openai.errors`."""

    reaching: Reaching
    rights: Rights = field(default_factory=Rights)
    lists: RecentLists = field(default_factory=RecentLists)

    async def look(self, workspace_id: UUID, target: Target) -> Seen:
        """Read only; asks again by itself as long as patience lasts."""
        client = await self.reaching.client(workspace_id)
        try:
            return await see(Eyes(workspace_id, client.objects, self.lists), target)
        except Gone as gone:
            await self.reaching.believe(client, workspace_id)
            note = "Its content has expired at OpenAI." if gone.status == 410 else ""
            return Seen(Presence.GONE, note)

    async def act(self, workspace_id: UUID, action: Action, target: Target) -> Outcome:
        """Asks once. Unsure when it may have happened all the same: asked again, 404 then says that it has."""
        client = await self.reaching.client(workspace_id)
        try:
            changed = await act(client.changes, workspace_id, action, target)
        except Gone as gone:
            await self.reaching.believe(client, workspace_id)
            return Outcome(gone.status, {}, was_there=False)
        except NeedsAttention as refused:
            self.rights.refused(client, workspace_id, refused)
            raise
        finally:
            self.lists.changed(list_of(workspace_id, target))
        word = "unpublished" if action is Action.ISOLATE and target.kind is Kind.AGENT else "deleted"
        answer: dict[str, Json] = {word: True, "object": changed.object_type, "id": changed.object_id}
        return Outcome(200, answer, was_there=True)

    async def refuses(self, workspace_id: UUID) -> str | None:
        """Why the workspace's key may not change anything, and what to ask for; None when it may, or we cannot know."""
        try:
            client = await self.reaching.client(workspace_id)
        except NeedsAttention as refused:
            return f"{refused} {refused.remedy}"
        return await self.rights.refusal(client, workspace_id) or await self.reaching.misses(
            client, workspace_id
        )

    async def listed(self, workspace_id: UUID, user_id: str, kind: Kind) -> AsyncIterator[Target]:
        """The user's objects of a kind in `listing.LISTED`. Gone: OpenAI does not know the user."""
        client = await self.reaching.client(workspace_id)
        try:
            async for target in listed(client.objects, workspace_id, user_id, kind):
                yield target
        except Gone:
            await self.reaching.believe(client, workspace_id)
            raise


def upstream_on(enrolled: ingest.Workspaces, workspaces: Workspaces) -> OpenAI:
    """Give it the `EnrolledWorkspaces` of the process, so that everything that asks shares its budgets."""
    return OpenAI(Reaching(enrolled, workspaces))
