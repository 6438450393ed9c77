"""What if a workspace could create GPTs by an interface? **Assumed**: no document of OpenAI has it, so it is off until a test switches it on.

`POST …/gpts` with `{"name", "description", "instructions", "conversation_starters", "capabilities", "actions"}` answers the GPT, shared with
nobody; `POST …/gpts/{gpt_id}/shared_users` with `{"visibility", "recipients"}` shares it. Switched off, both are 404 as any path that
nobody knows; an empty body asks, without making anything, whether it is on: then it is 400.
"""

import json
from collections.abc import Callable, Iterable

from watchgate.kernel.errors import UserError
from watchgate.simulator.api_error import ApiError
from watchgate.simulator.compliance_host.built import list_shared_users, shown_built
from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request
from watchgate.simulator.compliance_host.operation import WORKSPACE, Operation
from watchgate.simulator.editors import gpts
from watchgate.simulator.editors.change import parse
from watchgate.simulator.keys import Scope
from watchgate.simulator.reply import JsonObject, JsonReply
from watchgate.simulator.skill_runs.used import NotThere

_ACTION = "UNKNOWN"
"""The audit log has no word for it."""
_FIELDS = frozenset(
    {"name", "description", "instructions", "conversation_starters", "capabilities", "actions"}
)
_SHARING = frozenset({"visibility", "recipients"})
_NAMES = {"conversation_starters": "starters"}


def operations() -> Iterable[Operation]:
    yield Operation("POST", f"{WORKSPACE}/gpts", _ACTION, _if_on(create))
    yield Operation("POST", f"{WORKSPACE}/gpts/{{gpt_id}}/shared_users", _ACTION, _if_on(share))


def create(asked: ComplianceCall) -> JsonReply:
    said = _said(asked, _FIELDS)
    if "name" not in said:
        raise bad_request("A GPT has a name.")
    change = parse({_NAMES.get(name, name): value for name, value in said.items()})
    made = gpts.install(asked.workspace, change.over_nothing(), owner=None, is_draft=False)
    return JsonReply(shown_built(asked, "gpt", made.as_listed()))


def share(asked: ComplianceCall) -> JsonReply:
    said = _said(asked, _SHARING)
    gpts.change(asked.workspace, asked.part("gpt_id"), parse(said))
    return list_shared_users(asked, "gpt")


def _if_on(handler: Callable[[ComplianceCall], JsonReply]) -> Callable[[ComplianceCall], JsonReply]:
    def answer(asked: ComplianceCall) -> JsonReply:
        if not asked.workspace.creates_gpts:
            raise ApiError(404, "Not Found")
        if Scope.DELETE not in (asked.workspace.simulation.keys.scopes_of(asked.call.key) or ()):
            raise ApiError(403, "This key may only read.")
        try:
            return handler(asked)
        except NotThere as error:
            raise ApiError(404, str(error)) from error
        except UserError as error:
            raise bad_request(str(error)) from error

    return answer


def _said(asked: ComplianceCall, known: frozenset[str]) -> JsonObject:
    """The JSON body. Raises ApiError."""
    try:
        said = json.loads(asked.call.body)
    except (ValueError, RecursionError) as error:
        raise bad_request("The body must be JSON.") from error
    if not isinstance(said, dict) or not said.keys() <= known:
        raise bad_request(f"The body must be a JSON object with any of {', '.join(sorted(known))}.")
    return said
