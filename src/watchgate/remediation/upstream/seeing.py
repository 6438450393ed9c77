"""Is an object still at OpenAI, as far as it lets itself be asked?

conversation, message          unknown: no route reads a conversation since their list is gone
files                          a GET that is not followed: redirect, 404, or 410 for what has expired
GPT, project                   the object, with its sharing
agent                          its published version; else the list, which has those that are no longer published
canvas, codex                  the object
memory, recording, automation  the list of the owner's
skill                          the list of the workspace's
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from watchgate.openai.compliance.model_objects import Ids, Shared
from watchgate.openai.compliance.objects import Objects, all_of
from watchgate.openai.errors import Gone
from watchgate.remediation.model import Kind, Target
from watchgate.remediation.ports import Presence, Seen
from watchgate.remediation.upstream.naming import owner_of
from watchgate.remediation.upstream.recent_lists import Listed, RecentLists

THERE = Seen(Presence.THERE)
CANNOT_BE_READ = Seen(
    Presence.UNKNOWN, "OpenAI offers no way to look at a conversation; its audit log tells of a deletion."
)
LIST_IS_CUT = Seen(
    Presence.UNKNOWN, "OpenAI lists only some of its owner's, and offers no way to see the rest."
)


@dataclass(frozen=True, slots=True)
class Eyes:
    """What a look needs: the workspace, a client for it, and the lists that were read lately."""

    workspace_id: UUID
    objects: Objects
    lists: RecentLists


Look = Callable[[Eyes, Target], Awaitable[Seen]]


async def see(eyes: Eyes, target: Target) -> Seen:
    """Raises Gone when it is not there, and the other words as they fall."""
    return await LOOKING[target.kind](eyes, target)


async def _conversation(_: Eyes, __: Target) -> Seen:
    return CANNOT_BE_READ


async def _memory(eyes: Eyes, target: Target) -> Seen:
    async def read() -> Listed:
        memories = await eyes.objects.memories(eyes.workspace_id, owner_of(target))
        return Listed(
            frozenset(_memory_name(one.context_id, one.id) for one in memories.entries), memories.is_whole
        )

    return await _listed(eyes, target, read, _memory_name(target.parent_id, target.id))


def _memory_name(context_id: str | None, memory_id: str) -> str:
    return f"{context_id}/{memory_id}"


async def _paged(eyes: Eyes, target: Target, page_behind: Callable[[str | None], Awaitable[Ids]]) -> Seen:
    async def read() -> Listed:
        return Listed(frozenset([one async for one in all_of(page_behind)]))

    return await _listed(eyes, target, read, target.id)


async def _listed(eyes: Eyes, target: Target, read: Callable[[], Awaitable[Listed]], name: str) -> Seen:
    match await eyes.lists.has(list_of(eyes.workspace_id, target), name, read):
        case True:
            return THERE
        case False:
            raise Gone(f"OpenAI does not list the {target.kind} (any more).", status=404)
        case None:
            return LIST_IS_CUT


def list_of(workspace_id: UUID, target: Target) -> tuple[UUID, Kind, str | None]:
    """Which list *target* stands in, if it stands in one."""
    return workspace_id, target.kind, target.owner_id


async def _gpt(eyes: Eyes, target: Target) -> Seen:
    return _shared(await eyes.objects.gpt(eyes.workspace_id, target.id))


async def _project(eyes: Eyes, target: Target) -> Seen:
    return _shared(await eyes.objects.project(eyes.workspace_id, target.id))


def _shared(found: Shared) -> Seen:
    return Seen(
        Presence.THERE,
        about={
            "visibility": found.visibility,
            "recipients": found.recipients,
            "is_isolated": found.is_isolated,
            "files": found.files,
            "tools": found.tools,
            "connections": found.connections,
        },
    )


async def _skill(eyes: Eyes, target: Target) -> Seen:
    """The skills of agents have a list of their own."""
    lists = (eyes.objects.list_skills, eyes.objects.list_agent_skills)

    async def read() -> Listed:
        return Listed(
            frozenset([one for pages in lists async for one in all_of(partial(pages, eyes.workspace_id))])
        )

    return await _listed(eyes, target, read, target.id)


async def _agent(eyes: Eyes, target: Target) -> Seen:
    """Without a published version it answers 404, and may be listed all the same."""
    try:
        await eyes.objects.published_agent(eyes.workspace_id, target.id)
    except Gone:
        await _paged(eyes, target, partial(eyes.objects.list_agents, eyes.workspace_id))
        return Seen(Presence.THERE, about={"is_isolated": True})
    return Seen(Presence.THERE, about={"is_isolated": False})


async def _there(asking: Awaitable[None]) -> Seen:
    await asking
    return THERE


def _in_list_of_owner(
    eyes: Eyes, target: Target, pages: Callable[[UUID, str, str | None], Awaitable[Ids]]
) -> Awaitable[Seen]:
    return _paged(eyes, target, partial(pages, eyes.workspace_id, owner_of(target)))


LOOKING: Mapping[Kind, Look] = {
    Kind.CONVERSATION: _conversation,
    Kind.MESSAGE: _conversation,
    Kind.FILE: lambda eyes, it: _there(
        eyes.objects.user_file(eyes.workspace_id, owner_of(it), it.id, it.parent_id)
    ),
    Kind.LIBRARY_FILE: lambda eyes, it: _there(
        eyes.objects.library_file(eyes.workspace_id, owner_of(it), it.id)
    ),
    Kind.MEMORY: _memory,
    Kind.CANVAS: lambda eyes, it: _there(eyes.objects.canvas(eyes.workspace_id, owner_of(it), it.id)),
    Kind.RECORDING: lambda eyes, it: _in_list_of_owner(eyes, it, eyes.objects.list_recordings),
    Kind.AUTOMATION: lambda eyes, it: _in_list_of_owner(eyes, it, eyes.objects.list_automations),
    Kind.GPT: _gpt,
    Kind.GPT_FILE: lambda eyes, it: _there(eyes.objects.gpt_file(eyes.workspace_id, it.id)),
    Kind.PROJECT: _project,
    Kind.PROJECT_FILE: lambda eyes, it: _there(eyes.objects.project_file(eyes.workspace_id, it.id)),
    Kind.SKILL: _skill,
    Kind.AGENT: _agent,
    Kind.CODEX_TASK: lambda eyes, it: _there(eyes.objects.codex_task(eyes.workspace_id, it.id)),
    Kind.CODEX_ENVIRONMENT: lambda eyes, it: _there(eyes.objects.codex_environment(eyes.workspace_id, it.id)),
}
