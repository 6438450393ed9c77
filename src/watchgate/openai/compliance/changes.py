"""How is something deleted, or isolated, in a workspace? One object at a time, asked once; whoever is unsure asks again.

Nothing here edits: OpenAI offers no such route. A second deletion of the same object is answered with 404 (Gone).
"""

from dataclasses import dataclass
from uuid import UUID

from watchgate.openai.changing import change, unreadable
from watchgate.openai.compliance import change_routes as routes
from watchgate.openai.compliance.wire_changes import WireChange
from watchgate.openai.decoding import decode
from watchgate.openai.errors import Unexpected
from watchgate.openai.routes import Route
from watchgate.openai.transport import Query, Transport


@dataclass(frozen=True, slots=True)
class Changed:
    """OpenAI says that it is done. `object_type` is its own word for what it was, free text; empty when it says none."""

    object_id: str
    object_type: str = ""


class Changes:
    """What one key may change. Every method asks once and raises the four words; Unsure when it may have happened all the same.

    Gone says that there is no such object, or that the key's workspace is another: OpenAI does not tell these apart.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def delete_conversation(self, workspace_id: UUID, user_id: str, conversation_id: str) -> Changed:
        """With its title, messages, files and shared links."""
        path = {"user_id": user_id, "conversation_id": conversation_id}
        return await self._change(routes.CONVERSATION, workspace_id, conversation_id, path)

    async def delete_user_file(
        self, workspace_id: UUID, user_id: str, file_id: str, conversation_id: str | None = None
    ) -> Changed:
        """A file that a user uploaded or had made. *conversation_id* is needed for audio and video."""
        path = {"user_id": user_id, "file_id": file_id}
        query = [("conversation_id", conversation_id)] if conversation_id else []
        return await self._change(routes.USER_FILE, workspace_id, file_id, path, query)

    async def delete_library_file(self, workspace_id: UUID, user_id: str, library_file_id: str) -> Changed:
        path = {"user_id": user_id, "library_file_id": library_file_id}
        return await self._change(routes.LIBRARY_FILE, workspace_id, library_file_id, path)

    async def delete_memory(
        self, workspace_id: UUID, user_id: str, memory_context_id: str, memory_id: str
    ) -> Changed:
        """One entry of a memory context."""
        path = {"user_id": user_id, "memory_context_id": memory_context_id, "memory_id": memory_id}
        return await self._change(routes.MEMORY, workspace_id, memory_id, path)

    async def delete_canvas(self, workspace_id: UUID, user_id: str, textdoc_id: str) -> Changed:
        """With all its versions."""
        path = {"user_id": user_id, "textdoc_id": textdoc_id}
        return await self._change(routes.CANVAS, workspace_id, textdoc_id, path)

    async def delete_recording(self, workspace_id: UUID, user_id: str, recording_id: str) -> Changed:
        path = {"user_id": user_id, "recording_id": recording_id}
        return await self._change(routes.RECORDING, workspace_id, recording_id, path)

    async def delete_automation(self, workspace_id: UUID, user_id: str, automation_id: str) -> Changed:
        path = {"user_id": user_id, "automation_id": automation_id}
        return await self._change(routes.AUTOMATION, workspace_id, automation_id, path)

    async def delete_gpt(self, workspace_id: UUID, gpt_id: str) -> Changed:
        return await self._change(routes.GPT, workspace_id, gpt_id, {"gpt_id": gpt_id})

    async def delete_gpt_file(self, workspace_id: UUID, gpt_id: str, file_id: str) -> Changed:
        """From all GPTs that use it; an empty placeholder stays."""
        path = {"gpt_id": gpt_id, "file_id": file_id}
        return await self._change(routes.GPT_FILE, workspace_id, file_id, path)

    async def isolate_gpt(self, workspace_id: UUID, gpt_id: str) -> Changed:
        """Takes back its sharing; its owner keeps it and can share it again."""
        return await self._change(routes.GPT_SHARING, workspace_id, gpt_id, {"gpt_id": gpt_id})

    async def delete_project(self, workspace_id: UUID, project_id: str) -> Changed:
        return await self._change(routes.PROJECT, workspace_id, project_id, {"project_id": project_id})

    async def delete_project_file(self, workspace_id: UUID, project_id: str, file_id: str) -> Changed:
        """From all projects that use it; an empty placeholder stays."""
        path = {"project_id": project_id, "file_id": file_id}
        return await self._change(routes.PROJECT_FILE, workspace_id, file_id, path)

    async def isolate_project(self, workspace_id: UUID, project_id: str) -> Changed:
        """Takes back its sharing; its owner keeps it and can share it again."""
        return await self._change(
            routes.PROJECT_SHARING, workspace_id, project_id, {"project_id": project_id}
        )

    async def delete_skill(self, workspace_id: UUID, skill_id: str) -> Changed:
        return await self._change(routes.SKILL, workspace_id, skill_id, {"skill_id": skill_id})

    async def delete_agent(self, workspace_id: UUID, agent_id: str) -> Changed:
        return await self._change(routes.AGENT, workspace_id, agent_id, {"agent_id": agent_id})

    async def unpublish_agent(self, workspace_id: UUID, agent_id: str) -> Changed:
        """Its draft stays, its published version and its triggers go."""
        return await self._change(routes.AGENT_PUBLICATION, workspace_id, agent_id, {"agent_id": agent_id})

    async def delete_codex_task(self, workspace_id: UUID, task_id: str) -> Changed:
        return await self._change(routes.CODEX_TASK, workspace_id, task_id, {"task_id": task_id})

    async def delete_codex_environment(self, workspace_id: UUID, environment_id: str) -> Changed:
        path = {"environment_id": environment_id}
        return await self._change(routes.CODEX_ENVIRONMENT, workspace_id, environment_id, path)

    async def _change(
        self, route: Route, workspace_id: UUID, object_id: str, ids: dict[str, str], query: Query = ()
    ) -> Changed:
        path = route.path(workspace_id=str(workspace_id), **ids)
        body = await change(self._transport, route, path, query)
        return confirmed(body, route, object_id)


def confirmed(body: bytes, route: Route, object_id: str) -> Changed:
    """What *body* says of *object_id*. An answer that says nothing leaves us unsure; one that says no, or speaks of another
    object, is Unexpected.
    """
    try:
        said = decode(body, WireChange, str(route))
    except Unexpected as odd:
        raise unreadable(str(odd)) from None
    is_done = said.unpublished if route is routes.AGENT_PUBLICATION else said.deleted
    match is_done:
        case None:
            raise unreadable(f"The answer to {route} does not say whether it is done.")
        case False:
            raise Unexpected(f"OpenAI answered {route} with 200, but says that it was not done.", status=200)
        case True if said.id not in {None, object_id}:
            raise Unexpected(
                f"OpenAI's answer to {route} names another object than was asked for.", status=200
            )
        case True:
            return Changed(object_id, said.object or "")
