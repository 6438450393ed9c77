"""Which of these objects can be deleted, and by which route? Each is gone from every read afterwards."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from watchgate.simulator.compliance_host.belongings.shown import the_one
from watchgate.simulator.compliance_host.call import ComplianceCall, not_found
from watchgate.simulator.compliance_host.deleting import isolate, remove
from watchgate.simulator.compliance_host.operation import USER, WORKSPACE, Operation, deletion
from watchgate.simulator.reply import JsonReply

_WHOSE: Mapping[str, str | None] = {"user_id": "auth_user_id"}
_ROUTES: tuple[tuple[str, str, str, str, Mapping[str, str | None]], ...] = (
    (
        "memory",
        f"{USER}/memory_contexts/{{memory_context_id}}/memories/{{memory_id}}",
        "memory_id",
        "DELETE_MEMORY",
        _WHOSE,
    ),
    ("canvas", f"{USER}/canvas/{{textdoc_id}}", "textdoc_id", "DELETE_CANVAS_TEXT_DOC", {}),
    ("recording", f"{USER}/recordings/{{recording_id}}", "recording_id", "DELETE_RECORDING", {}),
    ("automation", f"{USER}/automations/{{automation_id}}", "automation_id", "DELETE_AUTOMATION", {}),
    (
        "library_file",
        f"{USER}/library_files/{{library_file_id}}",
        "library_file_id",
        "DELETE_USER_LIBRARY_FILE",
        {},
    ),
    ("skill", f"{WORKSPACE}/skills/{{skill_id}}", "skill_id", "DELETE_WORKSPACE_SKILL", {}),
    ("agent", f"{WORKSPACE}/agents/{{agent_id}}", "agent_id", "DELETE_CUSTOM_AGENT", {}),
    ("agent", f"{WORKSPACE}/custom_agents/{{agent_id}}", "agent_id", "DELETE_CUSTOM_AGENT", {}),
    ("codex_task", f"{WORKSPACE}/codex_tasks/{{task_id}}", "task_id", "DELETE_CODEX_TASK", {}),
    (
        "codex_environment",
        f"{WORKSPACE}/codex_environments/{{environment_id}}",
        "environment_id",
        "DELETE_CODEX_ENVIRONMENT",
        {},
    ),
)
"""Kind, route, the part of the path that names the object, the action in the audit log, and what that calls the parts."""


def operations() -> Iterable[Operation]:
    for kind, path, part, action, said_as in _ROUTES:
        handler: Callable[[ComplianceCall], JsonReply] = partial(delete, kind=kind, part=part)
        yield deletion(path, action, handler, said_as)
    for name in ("agents", "custom_agents"):
        path = f"{WORKSPACE}/{name}/{{agent_id}}/unpublish"
        yield deletion(path, "UNPUBLISH_CUSTOM_AGENT", unpublish, method="POST")


def delete(asked: ComplianceCall, kind: str, part: str) -> JsonReply:
    found = the_one(asked, kind, part)
    if kind == "memory" and found.parent_id != asked.part("memory_context_id"):
        raise not_found("Memory context")
    is_owned = "user_id" in asked.call.path_params
    return remove(
        asked,
        kind,
        found.id,
        user_id=found.owner_id if is_owned else None,
        parent_id=found.parent_id,
        made_at=found.made_at,
    )


def unpublish(asked: ComplianceCall) -> JsonReply:
    """The draft stays; a second time is no error."""
    agent = the_one(asked, "agent", "agent_id")
    return isolate(asked, "agent", agent.id, answered_as="unpublished", made_at=agent.made_at)
