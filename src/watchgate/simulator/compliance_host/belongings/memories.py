"""How does the compliance API list memories? By person, ascending by id, each with contexts and entries."""

from collections.abc import Iterable

from watchgate.simulator.compliance_host.belongings.shown import is_there, oldest_first
from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request
from watchgate.simulator.compliance_host.operation import USER, WORKSPACE, Operation
from watchgate.simulator.compliance_host.people import person_of
from watchgate.simulator.population.model import Belonging
from watchgate.simulator.reply import JsonObject, JsonReply

_MOST = 200
_STEM = "compliance.workspace.user.memory"


def operations() -> Iterable[Operation]:
    yield Operation("GET", f"{WORKSPACE}/memories", "LIST_MEMORIES", of_everybody)
    yield Operation("GET", f"{USER}/memories", "GET_USER_MEMORIES", of_one)


def of_everybody(asked: ComplianceCall) -> JsonReply:
    """`after` names a person, whether that one has memories or not."""
    limit, after = asked.limit(default=_MOST, most=_MOST), asked.call.query.get("after", "")
    if "object-short-page" in asked.faults:
        limit = max(1, limit // 2)
    by_owner = _by_owner(oldest_first(asked, "memory"), asked)
    owners = sorted(owner for owner in by_owner if owner > after)
    shown = [_memory(owner, by_owner[owner]) for owner in owners[:limit]]
    return _list(shown, has_more=len(owners) > limit)


def of_one(asked: ComplianceCall) -> JsonReply:
    owner = person_of(asked).user_id
    entries = _by_owner(oldest_first(asked, "memory", owner), asked).get(owner)
    return _list([_memory(owner, entries)] if entries else [], has_more=False)


def _by_owner(entries: Iterable[Belonging], asked: ComplianceCall) -> dict[str, list[Belonging]]:
    since = since_timestamp(asked)
    found: dict[str, list[Belonging]] = {}
    for each in entries:
        if is_there(asked, each) and each.body["updated_at"] >= since:
            found.setdefault(each.owner_id, []).append(each)
    return found


def since_timestamp(asked: ComplianceCall) -> int:
    """Unix seconds, inclusive; 0 when nothing is said. Raises ApiError."""
    text = asked.call.query.get("since_timestamp", "0")
    if not (text.isascii() and text.isdecimal()):
        raise bad_request("since_timestamp must be a whole number of Unix seconds.")
    return int(text)


def _memory(owner_id: str, entries: Iterable[Belonging]) -> JsonObject:
    contexts: dict[str | None, list[JsonObject]] = {}
    for each in entries:
        contexts.setdefault(each.parent_id, []).append(dict(each.body))
    return {
        "object": _STEM,
        "id": owner_id,
        "memory_contexts": [
            {"object": f"{_STEM}.context", "id": context_id, "memory_entries": kept}
            for context_id, kept in contexts.items()
        ],
    }


def _list(shown: list[JsonObject], *, has_more: bool) -> JsonReply:
    last_id = shown[-1]["id"] if shown else ""
    return JsonReply({"object": "list", "data": shown, "last_id": last_id, "has_more": has_more})
