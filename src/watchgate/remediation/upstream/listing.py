"""Which objects has a user at OpenAI, of the kinds that are listed for each user? Ids only."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

from watchgate.openai.compliance.model_objects import Ids
from watchgate.openai.compliance.objects import Objects, all_of
from watchgate.openai.errors import Unexpected
from watchgate.remediation.model import Kind, Target

LISTED = (Kind.LIBRARY_FILE, Kind.MEMORY, Kind.CANVAS, Kind.RECORDING, Kind.AUTOMATION)


async def listed(objects: Objects, workspace_id: UUID, user_id: str, kind: Kind) -> AsyncIterator[Target]:
    """Raises the four words: Gone when OpenAI does not know the user, Unexpected when it shows only a part."""
    if kind is Kind.MEMORY:
        memories = await objects.memories(workspace_id, user_id)
        for entry in memories.entries:
            yield Target(kind, entry.id, user_id, entry.context_id)
        if not memories.is_whole:
            raise Unexpected("OpenAI lists only some of the user's memories, and no way to see the rest.")
        return

    async def page_behind(behind: str | None) -> Ids:
        return await _list_of(objects, kind)(workspace_id, user_id, behind)

    async for one in all_of(page_behind):
        yield Target(kind, one, user_id)


def _list_of(objects: Objects, kind: Kind) -> Callable[[UUID, str, str | None], Awaitable[Ids]]:
    match kind:
        case Kind.LIBRARY_FILE:
            return objects.list_library_files
        case Kind.CANVAS:
            return objects.list_canvases
        case Kind.RECORDING:
            return objects.list_recordings
        case Kind.AUTOMATION:
            return objects.list_automations
        case _:
            raise ValueError(f"OpenAI has no list of a user's {kind}; `LISTED` names those there are.")
