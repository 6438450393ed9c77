"""How does `GET /organization/audit_logs` answer? Newest first; `after` leads to older entries, `before` to newer ones."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from watchgate.simulator.api_error import invalid
from watchgate.simulator.clock import SimulatedClock
from watchgate.simulator.endpoint import Call
from watchgate.simulator.platform_host.further import FurtherEntries
from watchgate.simulator.platform_host.happened import EVERY_S, entry
from watchgate.simulator.platform_host.query import limit, number, values
from watchgate.simulator.reply import JsonReply

_HISTORY_S = 30 * 86_400
_BOUNDS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda moment, bound: moment > bound,
    "gte": lambda moment, bound: moment >= bound,
    "lt": lambda moment, bound: moment < bound,
    "lte": lambda moment, bound: moment <= bound,
}


class AuditLogs:
    """The organisation's audit log from thirty days before *begun* on."""

    def __init__(self, seed: int, clock: SimulatedClock, begun: datetime, further: FurtherEntries) -> None:
        self._seed = seed
        self._further = further
        self._clock = clock
        self._first = (int(begun.timestamp()) - _HISTORY_S) // EVERY_S

    def list_entries(self, call: Call) -> JsonReply:
        entries = [each for each in self._newest_first() if _is_wanted(each, call)]
        most = limit(call, default=20, most=100)
        shown, has_more = _cut(entries, call, most)
        return JsonReply(
            {
                "object": "list",
                "data": shown,
                "first_id": shown[0]["id"] if shown else None,
                "last_id": shown[-1]["id"] if shown else None,
                "has_more": has_more,
            }
        )

    def _newest_first(self) -> list[dict[str, Any]]:
        now = int(self._clock.now().timestamp())
        entries = [entry(self._seed, place) for place in range(self._first, now // EVERY_S + 1)]
        entries += self._further.entries
        entries.sort(key=lambda each: each["effective_at"])
        return [each for each in reversed(entries) if each["effective_at"] <= now]


def _cut(entries: list[dict[str, Any]], call: Call, most: int) -> tuple[list[dict[str, Any]], bool]:
    if "before" in call.query:
        newer = entries[: _place(entries, call, "before")]
        return newer[-most:], len(newer) > most
    start = _place(entries, call, "after") + 1 if "after" in call.query else 0
    return entries[start : start + most], start + most < len(entries)


def _place(entries: list[dict[str, Any]], call: Call, name: str) -> int:
    wanted = call.query[name]
    for place, each in enumerate(entries):
        if each["id"] == wanted:
            return place
    raise invalid(name, f"there is no entry {wanted!r} in this list.")


def _is_wanted(each: dict[str, Any], call: Call) -> bool:
    for name, is_within in _BOUNDS.items():
        bound = number(call, f"effective_at[{name}]")
        if bound is not None and not is_within(each["effective_at"], bound):
            return False
    actor = each["actor"].get("session") or each["actor"]["api_key"]
    found = {
        "event_types": each["type"],
        "project_ids": each.get("project", {}).get("id"),
        "actor_ids": actor["user"]["id"],
        "actor_emails": actor["user"]["email"],
        "resource_ids": each[each["type"]].get("id"),
    }
    return all(not (wanted := values(call, name)) or value in wanted for name, value in found.items())
