"""How does the platform list people, projects, keys and invites? Twenty at a time, behind the one that `after` names."""

from collections.abc import Callable, Sequence
from typing import Any

from watchgate.simulator.api_error import ApiError, invalid
from watchgate.simulator.endpoint import Call, Handler
from watchgate.simulator.platform_host import organization
from watchgate.simulator.platform_host.query import limit, values
from watchgate.simulator.reply import JsonReply

Things = Sequence[dict[str, Any]]


def listing(things: Callable[[], Things]) -> Handler:
    """A handler that lists *things*."""
    return lambda call: _page(call, things())


def one_of(things: Callable[[], Things], part: str) -> Handler:
    """A handler that gives the one of *things* whose id stands in the path as *part*."""

    def answer(call: Call) -> JsonReply:
        return JsonReply(_found(things(), call.path_params[part]))

    return answer


def list_users(call: Call) -> JsonReply:
    emails = values(call, "emails")
    return _page(call, [user for user in organization.users() if not emails or user["email"] in emails])


def list_projects(call: Call) -> JsonReply:
    has_archived = call.query.get("include_archived") == "true"
    return _page(
        call, [each for each in organization.projects() if has_archived or each["status"] == "active"]
    )


def of_project(things: Callable[[str], Things]) -> Handler:
    """A handler that lists what *things* finds in the project of the path."""

    def answer(call: Call) -> JsonReply:
        project = _found(organization.projects(), call.path_params["project_id"])
        return _page(call, things(project["id"]))

    return answer


def _page(call: Call, things: Things) -> JsonReply:
    ids = [each["id"] for each in things]
    after = call.query.get("after")
    if after and after not in ids:
        raise invalid("after", f"there is no {after!r} in this list.")
    start = ids.index(after) + 1 if after else 0
    shown = things[start : start + limit(call, default=20, most=100)]
    return JsonReply(
        {
            "object": "list",
            "data": list(shown),
            "first_id": shown[0]["id"] if shown else None,
            "last_id": shown[-1]["id"] if shown else None,
            "has_more": start + len(shown) < len(things),
        }
    )


def _found(things: Things, wanted: str) -> dict[str, Any]:
    for each in things:
        if each["id"] == wanted:
            return each
    raise ApiError(404, f"No such object: {wanted}.", code="not_found")
