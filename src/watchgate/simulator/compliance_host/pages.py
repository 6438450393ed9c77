"""Which part of a list does one page hold? What lies behind the id that `after` names, up to `limit`."""

from collections.abc import Callable, Sequence
from typing import Any

from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request
from watchgate.simulator.reply import JsonObject


def page_by_id(
    asked: ComplianceCall,
    things: Sequence[Any],
    *,
    default: int,
    most: int,
    is_gone: Callable[[str], bool] = lambda _: False,
) -> JsonObject:
    """A list answer over *things* (with `id`, in their order), behind the one that `after` names, be that one gone or not."""
    limit = asked.limit(default=default, most=most)
    if "object-short-page" in asked.faults:
        limit = max(1, limit // 2)
    start = _behind(asked.call.query.get("after"), [each["id"] for each in things])
    left = [each for each in things[start:] if not is_gone(each["id"])]
    shown = left[:limit]
    last_id = shown[-1]["id"] if shown else ""
    return {"object": "list", "data": shown, "last_id": last_id, "has_more": len(left) > limit}


def _behind(after: str | None, ids: Sequence[str]) -> int:
    if not after:
        return 0
    if after not in ids:
        raise bad_request("after names nothing in this list.")
    return ids.index(after) + 1
