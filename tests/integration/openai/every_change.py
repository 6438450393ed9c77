"""Every deletion and isolation that our client can ask for: method, path behind the workspace, and the asking of it for `object-1`."""

from integration.openai.conftest import WORKSPACE
from integration.openai.sent import DELETED, UNPUBLISHED

ID = "object-1"
CHANGES = {
    "conversation": (
        "DELETE",
        "/users/{user_id}/conversations/{conversation_id}",
        lambda c: c.delete_conversation(WORKSPACE, "user-1", ID),
    ),
    "user file": (
        "DELETE",
        "/users/{user_id}/files/{file_id}",
        lambda c: c.delete_user_file(WORKSPACE, "user-1", ID, "conversation-1"),
    ),
    "library file": (
        "DELETE",
        "/users/{user_id}/library_files/{library_file_id}",
        lambda c: c.delete_library_file(WORKSPACE, "user-1", ID),
    ),
    "memory": (
        "DELETE",
        "/users/{user_id}/memory_contexts/{memory_context_id}/memories/{memory_id}",
        lambda c: c.delete_memory(WORKSPACE, "user-1", "ctx_1", ID),
    ),
    "canvas": (
        "DELETE",
        "/users/{user_id}/canvas/{textdoc_id}",
        lambda c: c.delete_canvas(WORKSPACE, "user-1", ID),
    ),
    "recording": (
        "DELETE",
        "/users/{user_id}/recordings/{recording_id}",
        lambda c: c.delete_recording(WORKSPACE, "user-1", ID),
    ),
    "automation": (
        "DELETE",
        "/users/{user_id}/automations/{automation_id}",
        lambda c: c.delete_automation(WORKSPACE, "user-1", ID),
    ),
    "gpt": ("DELETE", "/gpts/{gpt_id}", lambda c: c.delete_gpt(WORKSPACE, ID)),
    "gpt file": (
        "DELETE",
        "/gpts/{gpt_id}/files/{file_id}",
        lambda c: c.delete_gpt_file(WORKSPACE, "g-1", ID),
    ),
    "gpt sharing": ("DELETE", "/gpts/{gpt_id}/shared_users", lambda c: c.isolate_gpt(WORKSPACE, ID)),
    "project": ("DELETE", "/projects/{project_id}", lambda c: c.delete_project(WORKSPACE, ID)),
    "project file": (
        "DELETE",
        "/projects/{project_id}/files/{file_id}",
        lambda c: c.delete_project_file(WORKSPACE, "g-p-1", ID),
    ),
    "project sharing": (
        "DELETE",
        "/projects/{project_id}/shared_users",
        lambda c: c.isolate_project(WORKSPACE, ID),
    ),
    "skill": ("DELETE", "/skills/{skill_id}", lambda c: c.delete_skill(WORKSPACE, ID)),
    "agent": ("DELETE", "/agents/{agent_id}", lambda c: c.delete_agent(WORKSPACE, ID)),
    "agent publication": (
        "POST",
        "/agents/{agent_id}/unpublish",
        lambda c: c.unpublish_agent(WORKSPACE, ID),
    ),
    "codex task": ("DELETE", "/codex_tasks/{task_id}", lambda c: c.delete_codex_task(WORKSPACE, ID)),
    "codex environment": (
        "DELETE",
        "/codex_environments/{environment_id}",
        lambda c: c.delete_codex_environment(WORKSPACE, ID),
    ),
}
_IDS = {
    "user_id": "user-1",
    "memory_context_id": "ctx_1",
}
_PARENTS = {"gpt file": {"gpt_id": "g-1"}, "project file": {"project_id": "g-p-1"}}


class _OrItself(dict):
    def __missing__(self, name):
        return ID


def path_of(name):
    """Where the change of this name goes, with the ids in place."""
    _, template, _ = CHANGES[name]
    ids = _OrItself(_IDS | _PARENTS.get(name, {}))
    return f"/v1/compliance/workspaces/{WORKSPACE}" + template.format_map(ids)


def confirmation_of(name):
    """What OpenAI says when it is done."""
    return UNPUBLISHED if name == "agent publication" else DELETED
