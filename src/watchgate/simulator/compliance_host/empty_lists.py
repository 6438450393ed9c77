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
_OF_WORKSPACE = (("GET", "plugins", "LIST_PLUGINS", _CURSOR),)
_OF_USER = (
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
