"""How does the compliance API list automations? By id or by time, but not by both."""

from collections.abc import Iterable

from watchgate.simulator.compliance_host.belongings.memories import since_timestamp
from watchgate.simulator.compliance_host.belongings.shown import of_person, page_of
from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request
from watchgate.simulator.compliance_host.operation import USER, Operation
from watchgate.simulator.reply import JsonReply

_MOST = 100


def operations() -> Iterable[Operation]:
    yield Operation("GET", f"{USER}/automations", "LIST_USER_AUTOMATIONS", list_automations)


def list_automations(asked: ComplianceCall) -> JsonReply:
    if {"after", "since_timestamp"} <= asked.call.query.keys():
        raise bad_request("Say after or since_timestamp, not both.")
    since = since_timestamp(asked)
    changed = [each for each in of_person(asked, "automation") if each.changed_at.timestamp() >= since]
    limit = asked.limit(default=_MOST, most=_MOST)
    page = page_of(asked, changed, behind=asked.call.query.get("after"), limit=limit)
    return JsonReply(
        {"object": "list", "data": [dict(each.body) for each in page.shown], "has_more": page.has_more}
    )
