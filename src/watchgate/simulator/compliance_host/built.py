"""How does the compliance API show custom GPTs and projects? Lists, single ones, their versions and whom they are shared with."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import timedelta
from typing import Any, Literal

from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request, not_found
from watchgate.simulator.compliance_host.knowledge import KnowledgeFile
from watchgate.simulator.compliance_host.pages import page_by_id
from watchgate.simulator.compliance_host.people import user
from watchgate.simulator.compliance_host.recipients import as_shared, recipients_of
from watchgate.simulator.editors.edited_gpts import EditedGpt
from watchgate.simulator.population.model import Person
from watchgate.simulator.reply import JsonObject, JsonReply

Kind = Literal["gpt", "project"]
REMOVED = "(Removed by your admin)"
_DEFAULT, _MOST = 20, 200
_URL_LIVES = timedelta(hours=1)


def list_built(asked: ComplianceCall, kind: Kind) -> JsonReply:
    page = page_by_id(
        asked,
        asked.workspace.built(kind),
        default=_DEFAULT,
        most=_MOST,
        is_gone=lambda object_id: asked.workspace.deletions.is_gone(kind, object_id),
    )
    return JsonReply({**page, "data": [shown_built(asked, kind, each) for each in page["data"]]})


def get_built(asked: ComplianceCall, kind: Kind) -> JsonReply:
    return JsonReply(shown_built(asked, kind, built_of(asked, kind)))


def list_configs(asked: ComplianceCall, kind: Kind) -> JsonReply:
    """The versions, newest first; of one that nobody changed there is one."""
    configs = _configurations(asked, kind, built_of(asked, kind))
    return JsonReply(page_by_id(asked, configs, default=_DEFAULT, most=_MOST))


def list_shared_users(asked: ComplianceCall, kind: Kind) -> JsonReply:
    """Ascending by id."""
    built = built_of(asked, kind)
    return JsonReply(
        page_by_id(
            asked, [user(each) for each in _recipients(asked, kind, built)], default=_DEFAULT, most=_MOST
        )
    )


def built_of(asked: ComplianceCall, kind: Kind) -> JsonObject:
    """The GPT or project that the path names. Raises ApiError."""
    wanted = asked.part(f"{kind}_id")
    if not asked.workspace.deletions.is_gone(kind, wanted):
        for each in asked.workspace.built(kind):
            if each["id"] == wanted:
                return each
    raise not_found({"gpt": "GPT", "project": "Project"}[kind])


def files_of(asked: ComplianceCall, kind: Kind, built_id: str) -> Sequence[KnowledgeFile]:
    """Its files, those that were removed among them."""
    return asked.workspace.files_of(kind, built_id)


def _recipients(asked: ComplianceCall, kind: Kind, built: JsonObject) -> Sequence[Person]:
    if asked.workspace.deletions.is_isolated(kind, built["id"]):
        return ()
    if edited := _edited(asked, kind, built):
        return edited.recipients
    return recipients_of(built["id"], built["owner_id"], asked.workspace.population.people)


def shown_built(asked: ComplianceCall, kind: Kind, built: JsonObject) -> JsonObject:
    """*built* with its files, in the form that `file_format` asks for, and shared with nobody once isolated."""
    shown = deepcopy(built)
    shown["latest_config"]["data"] = _configurations(asked, kind, built)[:1]
    shared = [as_shared(each, kind) for each in _recipients(asked, kind, built)]
    shown["sharing"]["recipients"] = shared if kind == "gpt" else _list(shared)
    if kind == "project":
        shown["connector_scopes"] = _list([])
    if asked.workspace.deletions.is_isolated(kind, built["id"]):
        shown["sharing"]["visibility"] = "invite-only"
    return shown


def _configurations(asked: ComplianceCall, kind: Kind, built: JsonObject) -> list[JsonObject]:
    """The newest first, each with its files."""
    if edited := _edited(asked, kind, built):
        each_with_files = [(each.body, each.files) for each in edited.configurations]
    else:
        each_with_files = [(built["latest_config"]["data"][0], tuple(files_of(asked, kind, built["id"])))]
    return [
        deepcopy(body) | {"files": _list([_file_object(asked, kind, file) for file in files])}
        for body, files in each_with_files
    ]


def _edited(asked: ComplianceCall, kind: Kind, built: JsonObject) -> EditedGpt | None:
    return asked.workspace.edited.find(built["id"]) if kind == "gpt" else None


def _file_object(asked: ComplianceCall, kind: Kind, file: KnowledgeFile) -> dict[str, Any]:
    file_format = asked.call.query.get("file_format", "url")
    if file_format not in ("url", "id"):
        raise bad_request("file_format must be url or id.")
    is_gone = asked.workspace.deletions.is_gone(f"{kind}_file", file.id)
    name = REMOVED if is_gone else file.name
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


def _list(data: Sequence[JsonObject]) -> JsonObject:
    last = data[-1]["id"] if data else ""
    return {"object": "list", "data": list(data), "last_id": last, "has_more": False}
