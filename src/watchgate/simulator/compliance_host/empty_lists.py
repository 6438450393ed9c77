"""Of what does the simulated workspace have none? Lists that are empty, each with just the fields its specification names."""

from collections.abc import Iterable
from functools import partial

from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.compliance_host.operation import WORKSPACE, Operation
from watchgate.simulator.compliance_host.people import person_of
from watchgate.simulator.reply import JsonReply

_Fields = dict[str, str | None]
_NEITHER: _Fields = {}
_LAST_ID: _Fields = {"last_id": ""}
_CURSOR: _Fields = {"cursor": None}
_BOTH: _Fields = {**_LAST_ID, **_CURSOR}
_OF_WORKSPACE = (
    ("GET", "memories", "LIST_MEMORIES", _LAST_ID),
    ("GET", "agents", "LIST_WORKSPACE_AGENTS", _BOTH),
    ("POST", "skills", "LIST_WORKSPACE_SKILLS", _BOTH),
    ("POST", "agent-skills", "LIST_WORKSPACE_SKILLS", _BOTH),
    ("GET", "plugins", "LIST_PLUGINS", _CURSOR),
    ("GET", "codex_tasks", "LIST_CODEX_TASKS", _CURSOR),
    ("GET", "codex_environments", "LIST_CODE_ENVIRONMENTS", _NEITHER),
)
_OF_USER = (
    ("GET", "memories", "GET_USER_MEMORIES", _LAST_ID),
    ("GET", "canvases", "LIST_USER_CANVASES", _LAST_ID),
    ("GET", "automations", "LIST_USER_AUTOMATIONS", _NEITHER),
    ("GET", "recordings", "LIST_USER_RECORDINGS", _BOTH),
    ("GET", "library_files", "LIST_USER_LIBRARY_FILES", _BOTH),
    ("GET", "pets", "LIST_USER_PETS", _BOTH),
    ("GET", "shared_pets", "LIST_USER_SHARED_PETS", _BOTH),
)


def operations() -> Iterable[Operation]:
    for method, name, action, further in _OF_WORKSPACE:
        yield Operation(method, f"{WORKSPACE}/{name}", action, partial(_empty, further=further))
    for method, name, action, further in _OF_USER:
        path = f"{WORKSPACE}/users/{{user_id}}/{name}"
        yield Operation(method, path, action, partial(_empty_of_user, further=further))


def _empty(_: ComplianceCall, further: _Fields) -> JsonReply:
    return JsonReply({"object": "list", "data": [], "has_more": False, **further})


def _empty_of_user(asked: ComplianceCall, further: _Fields) -> JsonReply:
    """Raises ApiError for a user who is not there."""
    person_of(asked)
    return _empty(asked, further)
