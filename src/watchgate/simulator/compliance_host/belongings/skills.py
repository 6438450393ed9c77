"""How does the compliance API list skills? By POST, people's and agents' apart; each can be fetched as a ZIP archive."""

import json
from collections.abc import Iterable
from functools import partial
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from watchgate.simulator.compliance_host.belongings.shown import (
    behind_cursor,
    newest_change_first,
    page_of,
    the_one,
)
from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request
from watchgate.simulator.compliance_host.operation import WORKSPACE, Operation
from watchgate.simulator.population.model import Belonging
from watchgate.simulator.reply import FileReply, JsonObject, JsonReply

_MOST = 100


def operations() -> Iterable[Operation]:
    for name, surface in (("skills", "chatgpt"), ("agent-skills", "agent")):
        handler = partial(list_skills, surface=surface)
        yield Operation("POST", f"{WORKSPACE}/{name}", "LIST_WORKSPACE_SKILLS", handler)
    yield Operation("GET", f"{WORKSPACE}/skills/{{skill_id}}/export", "EXPORT_WORKSPACE_SKILL", export)


def list_skills(asked: ComplianceCall, surface: str) -> JsonReply:
    cursor, limit = _wanted(asked)
    skills = [
        each
        for each in newest_change_first(asked, "skill")
        if each.body["original_product_surface"] == surface
    ]
    page = page_of(asked, skills, behind=behind_cursor(cursor), limit=limit)
    return JsonReply(
        {
            "object": "list",
            "data": [dict(each.body) for each in page.shown],
            "last_id": page.last_id or None,
            "cursor": page.cursor,
            "has_more": page.has_more,
        }
    )


def export(asked: ComplianceCall) -> FileReply:
    skill = the_one(asked, "skill", "skill_id")
    archive = _zipped(skill)
    named = {"content-disposition": f'attachment; filename="{skill.body["name"]}.zip"'}
    return FileReply(iter([archive]), len(archive), "application/zip", headers=named)


def _wanted(asked: ComplianceCall) -> tuple[str | None, int]:
    """`cursor` and `limit` of the JSON body. Raises ApiError."""
    try:
        body: JsonObject = json.loads(asked.call.body)
        cursor, limit = body.get("cursor"), body["limit"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise bad_request('The body must be a JSON object with limit, such as {"limit": 100}.') from error
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= _MOST:
        raise bad_request(f"limit must be a whole number from 1 to {_MOST}.")
    if not (cursor is None or isinstance(cursor, str)):
        raise bad_request("cursor must be text or null.")
    return cursor, limit


def _zipped(skill: Belonging) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, text in skill.more["files"].items():
            # A date of its own, so that the same skill gives the same bytes at any time.
            archive.writestr(ZipInfo(f"{skill.body['name']}/{name}", (2026, 1, 1, 0, 0, 0)), text)
    return written.getvalue()
