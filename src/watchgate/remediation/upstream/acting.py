"""Which call deletes or isolates an object of which kind?"""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from watchgate.openai.compliance.changes import Changed, Changes
from watchgate.openai.errors import Unexpected
from watchgate.remediation.model import Action, Kind, Target
from watchgate.remediation.upstream.naming import owner_of, parent_of

Call = Callable[[Changes, UUID, Target], Awaitable[Changed]]


async def act(changes: Changes, workspace_id: UUID, action: Action, target: Target) -> Changed:
    """Ask once for exactly this object. To redact is to delete it there: OpenAI offers no edit. Raises the four words."""
    call = (ISOLATING if action is Action.ISOLATE else DELETING).get(target.kind)
    if call is None:
        raise Unexpected(f"OpenAI offers no way to {action} a {target.kind}.")
    return await call(changes, workspace_id, target)


DELETING: Mapping[Kind, Call] = {
    Kind.CONVERSATION: lambda c, ws, it: c.delete_conversation(ws, owner_of(it), it.id),
    # no API deletes a single message: its conversation goes
    Kind.MESSAGE: lambda c, ws, it: c.delete_conversation(ws, owner_of(it), parent_of(it)),
    Kind.FILE: lambda c, ws, it: c.delete_user_file(ws, owner_of(it), it.id, it.parent_id),
    Kind.LIBRARY_FILE: lambda c, ws, it: c.delete_library_file(ws, owner_of(it), it.id),
    Kind.MEMORY: lambda c, ws, it: c.delete_memory(ws, owner_of(it), parent_of(it), it.id),
    Kind.CANVAS: lambda c, ws, it: c.delete_canvas(ws, owner_of(it), it.id),
    Kind.RECORDING: lambda c, ws, it: c.delete_recording(ws, owner_of(it), it.id),
    Kind.AUTOMATION: lambda c, ws, it: c.delete_automation(ws, owner_of(it), it.id),
    Kind.GPT: lambda c, ws, it: c.delete_gpt(ws, it.id),
    Kind.GPT_FILE: lambda c, ws, it: c.delete_gpt_file(ws, parent_of(it), it.id),
    Kind.PROJECT: lambda c, ws, it: c.delete_project(ws, it.id),
    Kind.PROJECT_FILE: lambda c, ws, it: c.delete_project_file(ws, parent_of(it), it.id),
    Kind.SKILL: lambda c, ws, it: c.delete_skill(ws, it.id),
    Kind.AGENT: lambda c, ws, it: c.delete_agent(ws, it.id),
    Kind.CODEX_TASK: lambda c, ws, it: c.delete_codex_task(ws, it.id),
    Kind.CODEX_ENVIRONMENT: lambda c, ws, it: c.delete_codex_environment(ws, it.id),
}

ISOLATING: Mapping[Kind, Call] = {
    Kind.GPT: lambda c, ws, it: c.isolate_gpt(ws, it.id),
    Kind.PROJECT: lambda c, ws, it: c.isolate_project(ws, it.id),
    Kind.AGENT: lambda c, ws, it: c.unpublish_agent(ws, it.id),
}
