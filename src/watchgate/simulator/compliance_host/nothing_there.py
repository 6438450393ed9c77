"""Of what does the simulated workspace have none? Lists that are empty, with just the fields specified, and objects that are not found."""

from collections.abc import Iterable
from functools import partial

from watchgate.simulator.compliance_host.call import ComplianceCall, not_found
from watchgate.simulator.compliance_host.operation import USER, WORKSPACE, Operation, deletion
from watchgate.simulator.compliance_host.people import person_of
from watchgate.simulator.reply import JsonReply

_LAST_ID: dict[str, str | None] = {"last_id": ""}
_CURSOR: dict[str, str | None] = {"cursor": None}
_REMOTE = f"{USER}/remote_control"
_ENVIRONMENT = f"{_REMOTE}/environments/{{environment_id}}"
_LISTS = (
    (f"{WORKSPACE}/plugins", "LIST_PLUGINS", _CURSOR),
    (f"{USER}/pets", "LIST_USER_PETS", _LAST_ID | _CURSOR),
    (f"{USER}/shared_pets", "LIST_USER_SHARED_PETS", _LAST_ID | _CURSOR),
    (f"{_REMOTE}/environments", "LIST_REMOTE_CONTROL_ENVIRONMENTS", _LAST_ID),
    (f"{_REMOTE}/clients", "LIST_REMOTE_CONTROL_CLIENTS", _LAST_ID),
)
_READ = (
    (f"{WORKSPACE}/plugins/{{plugin_id}}", "GET_PLUGIN"),
    (f"{_ENVIRONMENT}/threads", "LIST_REMOTE_CONTROL_THREADS"),
)
_READ_AND_DELETED = (
    (f"{USER}/pets/{{pet_id}}", "USER_PET"),
    (f"{USER}/shared_pets/{{shared_pet_id}}", "USER_SHARED_PET"),
    (_ENVIRONMENT, "REMOTE_CONTROL_ENVIRONMENT"),
    (f"{_ENVIRONMENT}/threads/{{remote_thread_id}}", "REMOTE_CONTROL_THREAD"),
    (f"{_REMOTE}/clients/{{client_id}}", "REMOTE_CONTROL_CLIENT"),
)
_SCOPE = f"{WORKSPACE}/projects/{{project_id}}/connector_scopes/{{scope_id}}"


def operations() -> Iterable[Operation]:
    for path, action, further in _LISTS:
        yield Operation("GET", path, action, partial(_empty, further=further))
    for path, action in _READ:
        yield Operation("GET", path, action, _missing)
    for path, name in _READ_AND_DELETED:
        yield Operation("GET", path, f"GET_{name}", _missing)
        yield deletion(path, f"DELETE_{name}", _missing)
    yield deletion(_SCOPE, "DELETE_PROJECT_CONNECTOR_SCOPE", _missing)


def _empty(asked: ComplianceCall, further: dict[str, str | None]) -> JsonReply:
    """Raises ApiError for a person who is not there."""
    if "user_id" in asked.call.path_params:
        person_of(asked)
    return JsonReply({"object": "list", "data": [], "has_more": False, **further})


def _missing(_: ComplianceCall) -> JsonReply:
    raise not_found("Object")
