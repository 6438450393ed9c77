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
from functools import partial
from uuid import UUID

from watchgate.openai.compliance.model_objects import Ids, Shared
from watchgate.openai.compliance.objects import Objects, all_of
from watchgate.openai.errors import Gone
from watchgate.remediation.model import Kind, Target
from watchgate.remediation.ports import Presence, Seen
from watchgate.remediation.upstream.naming import owner_of

Look = Callable[[Objects, UUID, Target], Awaitable[Seen]]
THERE = Seen(Presence.THERE)
CANNOT_BE_READ = Seen(
    Presence.UNKNOWN, "OpenAI offers no way to look at a conversation; its audit log tells of a deletion."
)
MEMORIES_CUT = Seen(
    Presence.UNKNOWN, "OpenAI lists only some of its owner's memories, and offers no way to see the rest."
)


async def see(objects: Objects, workspace_id: UUID, target: Target) -> Seen:
    """Raises Gone when it is not there, and the other words as they fall."""
    return await LOOKING[target.kind](objects, workspace_id, target)


async def _conversation(_: Objects, __: UUID, ___: Target) -> Seen:
    return CANNOT_BE_READ


async def _memory(objects: Objects, workspace_id: UUID, target: Target) -> Seen:
    memories = await objects.memories(workspace_id, owner_of(target))
    if any((one.id, one.context_id) == (target.id, target.parent_id) for one in memories.entries):
        return THERE
    if not memories.is_whole:
        return MEMORIES_CUT
    raise Gone("Its owner's memories no longer have it.", status=404)


async def _gpt(objects: Objects, workspace_id: UUID, target: Target) -> Seen:
    return _shared(await objects.gpt(workspace_id, target.id))


async def _project(objects: Objects, workspace_id: UUID, target: Target) -> Seen:
    return _shared(await objects.project(workspace_id, target.id))


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


async def _agent(objects: Objects, workspace_id: UUID, target: Target) -> Seen:
    """Without a published version it answers 404, and may be listed all the same."""
    try:
        await objects.published_agent(workspace_id, target.id)
    except Gone:
        await _listed(target, partial(objects.list_agents, workspace_id))
        return Seen(Presence.THERE, about={"is_isolated": True})
    return Seen(Presence.THERE, about={"is_isolated": False})


async def _listed(target: Target, page_behind: Callable[[str | None], Awaitable[Ids]]) -> Seen:
    async for one in all_of(page_behind):
        if one == target.id:
            return THERE
    raise Gone(f"OpenAI no longer lists the {target.kind}.", status=404)


async def _there(asking: Awaitable[None]) -> Seen:
    await asking
    return THERE


LOOKING: Mapping[Kind, Look] = {
    Kind.CONVERSATION: _conversation,
    Kind.MESSAGE: _conversation,
    Kind.FILE: lambda o, ws, it: _there(o.user_file(ws, owner_of(it), it.id, it.parent_id)),
    Kind.LIBRARY_FILE: lambda o, ws, it: _there(o.library_file(ws, owner_of(it), it.id)),
    Kind.MEMORY: _memory,
    Kind.CANVAS: lambda o, ws, it: _there(o.canvas(ws, owner_of(it), it.id)),
    Kind.RECORDING: lambda o, ws, it: _listed(it, partial(o.list_recordings, ws, owner_of(it))),
    Kind.AUTOMATION: lambda o, ws, it: _listed(it, partial(o.list_automations, ws, owner_of(it))),
    Kind.GPT: _gpt,
    Kind.GPT_FILE: lambda o, ws, it: _there(o.gpt_file(ws, it.id)),
    Kind.PROJECT: _project,
    Kind.PROJECT_FILE: lambda o, ws, it: _there(o.project_file(ws, it.id)),
    Kind.SKILL: lambda o, ws, it: _listed(it, partial(o.list_skills, ws)),
    Kind.AGENT: _agent,
    Kind.CODEX_TASK: lambda o, ws, it: _there(o.codex_task(ws, it.id)),
    Kind.CODEX_ENVIRONMENT: lambda o, ws, it: _there(o.codex_environment(ws, it.id)),
}
