"""How does the compliance API show recordings? A list in small pages, and the transcript of each."""

from collections.abc import Iterable

from watchgate.simulator.compliance_host.belongings.shown import behind_cursor, of_person, page_of, the_one
from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.compliance_host.operation import USER, Operation
from watchgate.simulator.reply import JsonReply

_DEFAULT, _MOST = 10, 20


def operations() -> Iterable[Operation]:
    yield Operation("GET", f"{USER}/recordings", "LIST_USER_RECORDINGS", list_recordings)
    transcript = f"{USER}/recordings/{{recording_id}}/transcript"
    yield Operation("GET", transcript, "DOWNLOAD_RECORDING_TRANSCRIPT", get_transcript)


def list_recordings(asked: ComplianceCall) -> JsonReply:
    limit = asked.limit(default=_DEFAULT, most=_MOST)
    behind = behind_cursor(asked.call.query.get("cursor"))
    page = page_of(asked, of_person(asked, "recording"), behind=behind, limit=limit)
    return JsonReply(
        {
            "object": "list",
            "data": [dict(each.body) for each in page.shown],
            "last_id": page.last_id,
            "cursor": page.cursor,
            "has_more": page.has_more,
        }
    )


def get_transcript(asked: ComplianceCall) -> JsonReply:
    """The summary comes along when `include_summary` says so and there is one."""
    recording = the_one(asked, "recording", "recording_id")
    wants_summary = asked.call.query.get("include_summary", "false").lower() == "true"
    return JsonReply(
        {
            "version": "1.0",
            "recording_id": recording.id,
            "transcript": recording.more["transcript"],
            "summary": recording.more["summary"] if wants_summary else None,
        }
    )
