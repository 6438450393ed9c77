"""How does the compliance API show custom GPTs and projects? Lists, single ones, their versions and whom they are shared with."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import timedelta
from typing import Any, Literal

from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request, not_found
from watchgate.simulator.compliance_host.pages import page_by_id
from watchgate.simulator.reply import JsonObject, JsonReply

Kind = Literal["gpt", "project"]
_DEFAULT, _MOST = 20, 200
_URL_LIVES = timedelta(hours=1)
_REMOVED = "(Removed by your admin)"


def list_built(asked: ComplianceCall, kind: Kind) -> JsonReply:
    page = page_by_id(asked, _live(asked, kind), default=_DEFAULT, most=_MOST)
    return JsonReply({**page, "data": [_shown(asked, kind, each) for each in page["data"]]})


def get_built(asked: ComplianceCall, kind: Kind) -> JsonReply:
    return JsonReply(_shown(asked, kind, built_of(asked, kind)))


def list_configs(asked: ComplianceCall, kind: Kind) -> JsonReply:
    """The versions, newest first; there is one."""
    configs = _shown(asked, kind, built_of(asked, kind))["latest_config"]["data"]
    return JsonReply(page_by_id(asked, configs, default=_DEFAULT, most=_MOST))


def list_shared_users(asked: ComplianceCall, kind: Kind) -> JsonReply:
    built_of(asked, kind)
    return JsonReply(page_by_id(asked, [], default=_DEFAULT, most=_MOST))


def built_of(asked: ComplianceCall, kind: Kind) -> JsonObject:
    """The GPT or project that the path names. Raises ApiError."""
    wanted = asked.part(f"{kind}_id")
    for each in _live(asked, kind):
        if each["id"] == wanted:
            return each
    raise not_found({"gpt": "GPT", "project": "Project"}[kind])


def _live(asked: ComplianceCall, kind: Kind) -> Sequence[JsonObject]:
    population = asked.workspace.population
    listed = population.gpts() if kind == "gpt" else population.projects()
    return [each for each in listed if not asked.workspace.deletions.is_gone(kind, each["id"])]


def _shown(asked: ComplianceCall, kind: Kind, built: JsonObject) -> JsonObject:
    """*built* with its knowledge file, in the form that `file_format` asks for, and shared with nobody once isolated."""
    shown = deepcopy(built)
    file = _file_object(asked, kind, built["id"])
    shown["latest_config"]["data"][0]["files"] = {
        "object": "list",
        "data": [file],
        "last_id": file["id"],
        "has_more": False,
    }
    if asked.workspace.deletions.is_gone(f"{kind} sharing", built["id"]):
        shown["sharing"]["visibility"] = "invite-only"
    return shown


def _file_object(asked: ComplianceCall, kind: Kind, built_id: str) -> dict[str, Any]:
    file_format = asked.call.query.get("file_format", "url")
    if file_format not in ("url", "id"):
        raise bad_request("file_format must be url or id.")
    file = asked.workspace.knowledge[kind][built_id]
    is_gone = asked.workspace.deletions.is_gone(f"{kind} file", file.id)
    name = _REMOVED if is_gone else file.name
    if file_format == "id":
        return {"object": f"compliance.workspace.{kind}.file_info", "id": file.id, "name": name}
    url = asked.urls.url(asked.host, f"{kind}s", file.id, lives=_URL_LIVES)
    return {
        "object": f"compliance.workspace.{kind}.file",
        "id": file.id,
        "name": name,
        "created_at": file.created_at,
        "download_url": None if is_gone else url,
    }
