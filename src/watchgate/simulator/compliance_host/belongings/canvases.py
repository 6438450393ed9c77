"""How does the compliance API show canvases? A list of ids, and each with its versions, both in pages."""

from collections.abc import Iterable

from watchgate.simulator.compliance_host.belongings.shown import of_person, page_of, the_one
from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request
from watchgate.simulator.compliance_host.operation import USER, Operation
from watchgate.simulator.reply import JsonReply

_MOST = 30


def operations() -> Iterable[Operation]:
    yield Operation("GET", f"{USER}/canvases", "LIST_USER_CANVASES", list_canvases)
    yield Operation("GET", f"{USER}/canvas/{{textdoc_id}}", "GET_CANVAS_CONTENT", get_canvas)


def list_canvases(asked: ComplianceCall) -> JsonReply:
    limit = asked.limit(default=_MOST, most=_MOST)
    page = page_of(asked, of_person(asked, "canvas"), behind=asked.call.query.get("after"), limit=limit)
    return JsonReply(
        {
            "object": "list",
            "data": [dict(each.body) for each in page.shown],
            "last_id": page.last_id,
            "has_more": page.has_more,
        }
    )


def get_canvas(asked: ComplianceCall) -> JsonReply:
    """`after` is the number of a version."""
    canvas = the_one(asked, "canvas", "textdoc_id")
    limit, after = asked.limit(default=_MOST, most=_MOST), asked.call.query.get("after", "0")
    if not (after.isascii() and after.isdecimal()):
        raise bad_request("after must be the number of a version.")
    left = [each for each in canvas.more["versions"] if each["version"] > int(after)]
    shown = left[:limit]
    versions = {
        "object": "list",
        "data": shown,
        "last_version": shown[-1]["version"] if shown else None,
        "has_more": len(left) > limit,
    }
    return JsonReply(
        {"textdoc_id": canvas.id, "textdoc_type": canvas.more["textdoc_type"], "version_contents": versions}
    )
