"""How does the compliance API show Codex tasks and environments? The newest first; environments with variables and secrets."""

from collections.abc import Iterable

from watchgate.simulator.compliance_host.belongings.shown import (
    behind_cursor,
    newest_change_first,
    oldest_first,
    page_of,
    the_one,
)
from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.compliance_host.operation import WORKSPACE, Operation
from watchgate.simulator.reply import JsonReply

_DEFAULT, _MOST = 30, 50
_TASKS, _ENVIRONMENTS = f"{WORKSPACE}/codex_tasks", f"{WORKSPACE}/codex_environments"


def operations() -> Iterable[Operation]:
    yield Operation("GET", _TASKS, "LIST_CODEX_TASKS", list_tasks)
    yield Operation("GET", f"{_TASKS}/{{task_id}}", "GET_CODEX_TASK", get_task)
    yield Operation("GET", _ENVIRONMENTS, "LIST_CODE_ENVIRONMENTS", list_environments)
    one = f"{_ENVIRONMENTS}/{{environment_id}}"
    said = {"environment_id": "codex_environment_id"}
    yield Operation("GET", one, "GET_CODE_ENVIRONMENT", get_environment, said_as=said)


def list_tasks(asked: ComplianceCall) -> JsonReply:
    limit = asked.limit(default=_DEFAULT, most=_MOST)
    behind = behind_cursor(asked.call.query.get("cursor"))
    page = page_of(asked, newest_change_first(asked, "codex_task"), behind=behind, limit=limit)
    return JsonReply(
        {
            "object": "list",
            "data": [dict(each.body) for each in page.shown],
            "cursor": page.cursor,
            "has_more": page.has_more,
        }
    )


def get_task(asked: ComplianceCall) -> JsonReply:
    return JsonReply(dict(the_one(asked, "codex_task", "task_id").body))


def list_environments(asked: ComplianceCall) -> JsonReply:
    """The answer names no place to go on from: that is behind its last item."""
    limit = asked.limit(default=_DEFAULT, most=_MOST)
    newest_first = oldest_first(asked, "codex_environment")[::-1]
    page = page_of(asked, newest_first, behind=asked.call.query.get("after"), limit=limit)
    return JsonReply(
        {"object": "list", "data": [dict(each.body) for each in page.shown], "has_more": page.has_more}
    )


def get_environment(asked: ComplianceCall) -> JsonReply:
    return JsonReply(dict(the_one(asked, "codex_environment", "environment_id").body))
