"""How does the Compliance Logs Platform answer? Lists of log files, redirects to them, and the newest time of each type."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.call import ComplianceCall, bad_request, not_found
from watchgate.simulator.compliance_host.log_files import LIVES, LogFile
from watchgate.simulator.compliance_host.log_list import Page, Wanted
from watchgate.simulator.compliance_host.operation import ORGANIZATION, WORKSPACE, Operation
from watchgate.simulator.compliance_host.windows import ORGANIZATION_TYPES, WORKSPACE_TYPES
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.keys import Scope
from watchgate.simulator.reply import JsonObject, JsonReply, RedirectReply, Reply

SHELF = "logs"
_MOST_FILES = 100


def operations() -> Iterable[Operation]:
    workspace, organization = f"{WORKSPACE}/logs", f"{ORGANIZATION}/logs"
    yield _listing(workspace, "LIST_WORKSPACE_LOG_FILES", list_of_workspace)
    yield _listing(f"{WORKSPACE}/max_event_time", "GET_MAX_EVENT_TIME", max_event_time)
    yield _listing(organization, "LIST_ORGANIZATION_LOG_FILES", list_of_organization)
    yield _download(f"{workspace}/{{log_file_id}}", "DOWNLOAD_WORKSPACE_LOG_FILE", file_of_workspace)
    yield _download(f"{organization}/{{log_file_id}}", "DOWNLOAD_ORGANIZATION_LOG_FILE", file_of_organization)


def list_of_workspace(asked: ComplianceCall) -> JsonReply:
    return _list(asked, WORKSPACE_TYPES, WORKSPACE_TYPES)


def list_of_organization(asked: ComplianceCall) -> JsonReply:
    # The population's app events belong to the workspace, so the organisation has no files of those types.
    return _list(asked, ORGANIZATION_TYPES, ("COSTS",))


def file_of_workspace(asked: ComplianceCall) -> RedirectReply:
    return _file(asked, WORKSPACE_TYPES)


def file_of_organization(asked: ComplianceCall) -> RedirectReply:
    return _file(asked, ("COSTS",))


def max_event_time(asked: ComplianceCall) -> JsonReply:
    """The newest event of each type whose log file is out."""
    writer = asked.workspace.writer
    newest: dict[str, str | None] = {}
    for kind in _kinds(asked, WORKSPACE_TYPES):
        out = [window for window in writer.windows(kind)[-200:] if writer.is_out(kind, window, asked.now)]
        moment = writer.newest(kind, out[-1]) if out else None
        newest[kind] = rfc3339(moment) if moment else None
    return JsonReply({"max_event_time": newest})


def _list(asked: ComplianceCall, allowed: Sequence[str], kept: Sequence[str]) -> JsonReply:
    kinds = [kind for kind in _kinds(asked, allowed) if kind in kept]
    after = asked.moment("after")
    if after is None:
        raise bad_request("after is required.")
    page = _page(asked, kinds, after)
    shown = [each.as_json() for each in page.files]
    if shown and "log-bad-listed-sha" in asked.faults:
        _spoil(asked.call.chance.random.choice(shown))
    last = shown[-1]["end_time"] if shown else None
    if not shown and "log-dated-empty" in asked.faults:
        last = rfc3339(after)
    return JsonReply({"data": shown, "has_more": page.has_more, "last_end_time": last})


def _page(asked: ComplianceCall, kinds: Sequence[str], after: datetime) -> Page:
    """The page, repeated or shortened as faults say; but it always leads on, or no client could ever reach the end."""
    limit = asked.limit(default=_MOST_FILES, most=_MOST_FILES)
    has_boundary = "log-boundary" in asked.faults and limit > 1
    wanted = Wanted(kinds, after, asked.moment("before"), limit, has_boundary)
    page = asked.workspace.logs.page(wanted, asked.now)
    kept = page.files[: len(page.files) // 2]
    if "log-short-page" in asked.faults and kept and kept[-1].end_time > after:
        return Page(kept, has_more=True)
    return page


def _listing(path: str, action: str, handler: Callable[[ComplianceCall], Reply]) -> Operation:
    return Operation("GET", path, action, handler, Scope.LOGS, Stage.LOG_LIST)


def _download(path: str, action: str, handler: Callable[[ComplianceCall], Reply]) -> Operation:
    return Operation("GET", path, action, handler, Scope.LOGS, Stage.LOG_FILE)


def _kinds(asked: ComplianceCall, allowed: Sequence[str]) -> list[str]:
    kinds = asked.values("event_type")
    if not kinds:
        raise bad_request("event_type is required.")
    for kind in kinds:
        if kind not in allowed:
            raise bad_request(f"event_type must be one of {', '.join(allowed)}.")
    return kinds


def _file(asked: ComplianceCall, kinds: Sequence[str]) -> RedirectReply:
    log_file: LogFile | None = asked.workspace.writer.by_id.get(asked.part("log_file_id"))
    if log_file is None or log_file.kind not in kinds or log_file.end_time + LIVES <= asked.now:
        raise not_found("Log file")
    return asked.redirect(SHELF, log_file.id, is_expired="log-expired-url" in asked.faults)


def _spoil(shown: JsonObject) -> None:
    digest = shown["file_sha256"]
    shown["file_sha256"] = ("0" if digest[0] != "0" else "1") + digest[1:]
