"""By which request is an object deleted or isolated, and what does the audit log say of it (contracts, Appendices A and F)?"""

from collections.abc import Mapping
from typing import Any

_OWN = "users/{user_id}"
PATHS = {
    "conversation": f"{_OWN}/conversations/{{id}}",
    "file": f"{_OWN}/files/{{id}}",
    "memory": f"{_OWN}/memory_contexts/{{parent_id}}/memories/{{id}}",
    "canvas": f"{_OWN}/canvas/{{id}}",
    "recording": f"{_OWN}/recordings/{{id}}",
    "automation": f"{_OWN}/automations/{{id}}",
    "library_file": f"{_OWN}/library_files/{{id}}",
    "gpt_file": "gpts/{parent_id}/files/{id}",
    "project_file": "projects/{parent_id}/files/{id}",
    "gpt": "gpts/{id}",
    "project": "projects/{id}",
    "skill": "skills/{id}",
    "agent": "agents/{id}",
    "codex_task": "codex_tasks/{id}",
    "codex_environment": "codex_environments/{id}",
}
ISOLATIONS = {
    "gpt": ("DELETE", "gpts/{id}/shared_users"),
    "project": ("DELETE", "projects/{id}/shared_users"),
    "agent": ("POST", "agents/{id}/unpublish"),
}
ECHOES: dict[str, tuple[str, dict[str, str]]] = {
    "conversation": ("DELETE_CONVERSATION", {"conversation_id": "id"}),
    "file": ("DELETE_USER_FILE", {"file_id": "id"}),
    "memory": (
        "DELETE_MEMORY",
        {"memory_id": "id", "memory_context_id": "parent_id", "auth_user_id": "user_id"},
    ),
    "canvas": ("DELETE_CANVAS_TEXT_DOC", {"user_id": "user_id", "textdoc_id": "id"}),
    "recording": ("DELETE_RECORDING", {"user_id": "user_id", "recording_id": "id"}),
    "automation": ("DELETE_AUTOMATION", {"user_id": "user_id", "automation_id": "id"}),
    "library_file": ("DELETE_USER_LIBRARY_FILE", {"user_id": "user_id", "library_file_id": "id"}),
    "gpt_file": ("DELETE_GPT_FILE", {"file_id": "id", "gpt_id": "parent_id"}),
    "project_file": ("DELETE_PROJECT_FILE", {"file_id": "id", "project_id": "parent_id"}),
    "gpt": ("DELETE_GPT", {"gpt_id": "id"}),
    "project": ("DELETE_PROJECT", {"project_id": "id"}),
    "skill": ("DELETE_WORKSPACE_SKILL", {"skill_id": "id"}),
    "agent": ("DELETE_CUSTOM_AGENT", {"agent_id": "id"}),
    "codex_task": ("DELETE_CODEX_TASK", {"task_id": "id"}),
    "codex_environment": ("DELETE_CODEX_ENVIRONMENT", {"environment_id": "id"}),
}
ISOLATION_ECHOES = {
    "gpt": ("ISOLATE_GPT", {"gpt_id": "id"}),
    "project": ("ISOLATE_PROJECT", {"project_id": "id"}),
    "agent": ("UNPUBLISH_CUSTOM_AGENT", {"agent_id": "id"}),
}
MADE = {kind: 1 for kind in PATHS if not kind.endswith("_file") or kind == "library_file"}
"""One of each kind that can be made; a GPT and a project come with a file."""


def path_of(told: Mapping[str, Any]) -> str:
    """Where *told*, an object of the truth, is deleted."""
    return PATHS[told["kind"]].format(**told)


def isolation_of(told: Mapping[str, Any]) -> tuple[str, str]:
    """Method and path that isolate *told*."""
    method, path = ISOLATIONS[told["kind"]]
    return method, path.format(**told)


def echo_of(told: Mapping[str, Any], echoes: Mapping[str, tuple[str, dict[str, str]]]) -> tuple[str, Any]:
    """The action and its `action_data`."""
    action, fields = echoes[told["kind"]]
    return action, {name: told[field] for name, field in fields.items()}
