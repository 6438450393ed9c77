"""How does the compliance API show a person's library? A list with the trash in it, and a redirect to each file."""

from collections.abc import Iterable

from watchgate.simulator.compliance_host.belongings.shown import behind_cursor, of_person, page_of, the_one
from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.compliance_host.operation import USER, Operation
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.reply import JsonReply, RedirectReply

SHELF = "library"
_MOST = 200


def operations() -> Iterable[Operation]:
    yield Operation("GET", f"{USER}/library_files", "LIST_USER_LIBRARY_FILES", list_library_files)
    one = f"{USER}/library_files/{{library_file_id}}"
    yield Operation("GET", one, "GET_USER_LIBRARY_FILE", get_library_file, stage=Stage.FILE)


def list_library_files(asked: ComplianceCall) -> JsonReply:
    limit = asked.limit(default=_MOST, most=_MOST)
    behind = behind_cursor(asked.call.query.get("cursor"))
    page = page_of(asked, of_person(asked, "library_file"), behind=behind, limit=limit)
    return JsonReply(
        {
            "object": "list",
            "data": [dict(each.body) for each in page.shown],
            "last_id": page.last_id or None,
            "cursor": page.cursor,
            "has_more": page.has_more,
        }
    )


def get_library_file(asked: ComplianceCall) -> RedirectReply:
    file = the_one(asked, "library_file", "library_file_id")
    return asked.redirect(SHELF, file.id, is_expired="file-expired-url" in asked.faults)
