"""How does the administration API show groups, who is in one, and in which somebody is?"""

from collections.abc import Iterable, Sequence

from watchgate.simulator.compliance_host.belongings.shown import behind_cursor, cursor_of
from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request, not_found
from watchgate.simulator.compliance_host.operation import Operation
from watchgate.simulator.compliance_host.people import person_of, user
from watchgate.simulator.directory.groups import Group
from watchgate.simulator.keys import Scope
from watchgate.simulator.population.model import Person
from watchgate.simulator.reply import JsonObject, JsonReply

_WORKSPACE = "/v1/manage/workspaces/{workspace_id}"
_DEFAULT, _MOST = 20, 100


def operations() -> Iterable[Operation]:
    for path, action, handler in (
        ("groups", "LIST_WORKSPACE_DIRECTORY_GROUPS", list_groups),
        ("groups/{group_id}", "GET_WORKSPACE_DIRECTORY_GROUP", get_group),
        ("groups/{group_id}/users", "LIST_WORKSPACE_DIRECTORY_GROUP_USERS", list_group_users),
        ("users/{user_id}/groups", "LIST_WORKSPACE_DIRECTORY_USER_GROUPS", list_user_groups),
    ):
        yield Operation("GET", f"{_WORKSPACE}/{path}", action, handler, scope=Scope.DIRECTORY_READ)


def list_groups(asked: ComplianceCall) -> JsonReply:
    return _page(asked, [_shown(asked, each) for each in asked.workspace.groups])


def get_group(asked: ComplianceCall) -> JsonReply:
    return JsonReply(_shown(asked, _group(asked)))


def list_group_users(asked: ComplianceCall) -> JsonReply:
    people = {each.user_id: each for each in asked.workspace.population.people}
    return _page(asked, [_user(people[each]) for each in _group(asked).members])


def list_user_groups(asked: ComplianceCall) -> JsonReply:
    groups = asked.workspace.groups.of(person_of(asked).user_id)
    return _page(asked, [_shown(asked, each) for each in groups])


def _group(asked: ComplianceCall) -> Group:
    """The one that the path names. Raises ApiError."""
    found = asked.workspace.groups.find(asked.part("group_id"))
    if found is None:
        raise not_found("Group")
    return found


def _shown(asked: ComplianceCall, group: Group) -> JsonObject:
    """A `WorkspaceDirectoryGroup`."""
    is_managed = group.source == "scim"
    return {
        "object": "directory.workspace.group",
        "id": group.id,
        "workspace_id": asked.workspace.population.workspace_id,
        "name": group.name,
        "created_at": group.created_at,
        "member_count": len(group.members),
        "source": group.source,
        "scim": {"id": f"scim-{group.id[:8]}", "display_name": group.name} if is_managed else None,
    }


def _user(person: Person) -> JsonObject:
    """As other lists show them, but for a word: who is *inactive* there is *deactivated* here."""
    return user(person) | {"status": "active" if person.status == "active" else "deactivated"}


def _page(asked: ComplianceCall, oldest_first: Sequence[JsonObject]) -> JsonReply:
    """The part that `cursor`, `limit` and `order` ask for. Raises ApiError."""
    order = asked.call.query.get("order", "asc")
    if order not in ("asc", "desc"):
        raise bad_request("order must be asc or desc.")
    listed = list(oldest_first) if order == "asc" else list(reversed(oldest_first))
    limit = asked.limit(default=_DEFAULT, most=_MOST)
    if "object-short-page" in asked.faults:
        limit = max(1, limit // 2)
    left = listed[_start(listed, behind_cursor(asked.call.query.get("cursor"))) :]
    shown = left[:limit]
    has_more = len(left) > limit
    return JsonReply(
        {
            "object": "list",
            "data": shown,
            "last_id": shown[-1]["id"] if shown else None,
            "cursor": cursor_of(shown[-1]["id"]) if has_more else None,
            "has_more": has_more,
        }
    )


def _start(listed: Sequence[JsonObject], behind: str | None) -> int:
    if behind is None:
        return 0
    for place, each in enumerate(listed, start=1):
        if each["id"] == behind:
            return place
    raise bad_request("cursor is not one that this list gave out.")
