"""Which part of a list does one page hold? What lies behind the id that `after` names, up to `limit`."""

from collections.abc import Sequence
from typing import Any

from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request
from watchgate.simulator.reply import JsonObject


def page_by_id(asked: ComplianceCall, things: Sequence[Any], *, default: int, most: int) -> JsonObject:
    """A list answer over *things* (with `id`, in their order), behind the one that `after` names."""
    limit = asked.limit(default=default, most=most)
    ids = [each["id"] for each in things]
    start = _behind(asked.call.query.get("after"), ids)
    if "object-short-page" in asked.faults:
        limit = max(1, limit // 2)
    shown = list(things[start : start + limit])
    last_id = ids[start + len(shown) - 1] if shown else ""
    has_more = start + len(shown) < len(things)
    return {"object": "list", "data": shown, "last_id": last_id, "has_more": has_more}


def _behind(after: str | None, ids: Sequence[str]) -> int:
    if not after:
        return 0
    if after not in ids:
        raise bad_request("after names nothing in this list.")
    return ids.index(after) + 1
