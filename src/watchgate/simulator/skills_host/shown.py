"""How are skills and their versions shown, alone and in lists?"""

from collections.abc import Sequence

from watchgate.simulator.api_error import invalid
from watchgate.simulator.endpoint import Call
from watchgate.simulator.platform_host.query import number
from watchgate.simulator.reply import FileReply, JsonObject, JsonReply
from watchgate.simulator.skills_host.shelf import Skill, SkillVersion

_DEFAULT, _MOST = 20, 100


def skill_shown(skill: Skill) -> JsonObject:
    """A `SkillResource`."""
    folder = skill.versions[skill.default].folder
    return {
        "id": skill.id,
        "object": "skill",
        "name": folder.name,
        "description": folder.description,
        "created_at": skill.created_at,
        "default_version": str(skill.default),
        "latest_version": str(max(skill.versions)),
    }


def version_shown(version: SkillVersion) -> JsonObject:
    """A `SkillVersionResource`."""
    return {
        "object": "skill.version",
        "id": version.id,
        "skill_id": version.skill_id,
        "version": str(version.number),
        "created_at": version.created_at,
        "name": version.folder.name,
        "description": version.folder.description,
    }


def archive_shown(version: SkillVersion) -> FileReply:
    archive = version.folder.archive()
    named = {"content-disposition": f'attachment; filename="{version.folder.name}.zip"'}
    return FileReply(iter([archive]), len(archive), "application/zip", headers=named)


def page_shown(call: Call, oldest_first: Sequence[JsonObject]) -> JsonReply:
    """The part that `after`, `limit` and `order` (newest first, unless said otherwise) ask for. Raises ApiError."""
    order = call.query.get("order", "desc")
    if order not in ("asc", "desc"):
        raise invalid("order", f"supported values are asc and desc, but got {order!r}.")
    listed = list(oldest_first) if order == "asc" else list(reversed(oldest_first))
    left = listed[_behind(call.query.get("after"), listed) :]
    limit = number(call, "limit")
    limit = _DEFAULT if limit is None else limit
    if limit > _MOST:
        raise invalid("limit", f"expected a value from 0 to {_MOST}, but got {limit}.")
    shown = left[:limit]
    return JsonReply(
        {
            "object": "list",
            "data": shown,
            "first_id": shown[0]["id"] if shown else None,
            "last_id": shown[-1]["id"] if shown else None,
            "has_more": len(left) > limit,
        }
    )


def _behind(after: str | None, listed: Sequence[JsonObject]) -> int:
    if not after:
        return 0
    for place, each in enumerate(listed, start=1):
        if each["id"] == after:
            return place
    raise invalid("after", f"there is no {after!r} in this list.")
