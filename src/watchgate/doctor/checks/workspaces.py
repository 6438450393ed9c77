"""Are the enrolled workspaces read: their state, their last connection test, and what ingest expects to lose?"""

from uuid import UUID

from watchgate.doctor.model import Line, Lines, Stored, failed, ok, warning
from watchgate.ingest.loss import Alarm
from watchgate.ingest.status import WorkspaceStatus, report
from watchgate.workspaces import store
from watchgate.workspaces.model import KeyKind, Workspace, WorkspaceState

_PAGE = 200


async def look(stored: Stored) -> Lines:
    """Two lines for each workspace (connection, ingest); one when there is none."""
    read = {one.workspace_id: one for one in await report(stored.database)}
    lines: list[Line] = []
    last: str | None = None
    while True:
        async with stored.database.read() as tx:
            page = await store.page(tx, _PAGE, last)
        if not page:
            return lines or [ok("workspaces", "none is enrolled yet: watchgate workspaces enroll --help")]
        for workspace in page:
            lines += _lines(workspace, read)
        last = page[-1].name


def _lines(workspace: Workspace, read: dict[UUID, WorkspaceStatus]) -> Lines:
    if workspace.state is WorkspaceState.REMOVING:
        remedy = f"Finish it: watchgate workspaces remove {workspace.id}"
        return [warning(f"workspace {workspace.name}", "its removal is under way, or was cut short", remedy)]
    if workspace.state is WorkspaceState.PAUSED:
        remedy = f"OpenAI keeps log files for 30 days. To go on: watchgate workspaces resume {workspace.id}"
        return [warning(f"workspace {workspace.name}", "paused: nothing is read", remedy)]
    return [_connection(workspace), _ingest(workspace, read.get(workspace.id))]


def _connection(workspace: Workspace) -> Line:
    name = f"workspace {workspace.name}"
    key = workspace.credential(KeyKind.COMPLIANCE)
    again = f"watchgate workspaces test {workspace.id}"
    if key is None:
        return failed(name, "it has no compliance key", f"watchgate workspaces rotate-key {workspace.id}")
    if key.probe is None or key.probed_at is None:
        return warning(name, f"the key …{key.last_four} was never tested", again)
    when = f"tested {key.probed_at:%Y-%m-%d %H:%M} UTC"
    if not key.probe.get("is_usable"):
        return failed(
            name,
            f"the key …{key.last_four} could not read it, {when}",
            f"Ask again, with the causes: {again}",
        )
    return ok(name, f"the key …{key.last_four} can read it, {when}")


def _ingest(workspace: Workspace, status: WorkspaceStatus | None) -> Line:
    name = f"ingest {workspace.name}"
    polled = (
        [stream.last_polled_at for stream, _ in status.streams if stream.last_polled_at] if status else []
    )
    if status is None or not polled:
        return warning(name, "nothing has been read yet", "Start a worker: watchgate up, or watchgate worker")
    alarming = [ahead for _, ahead in status.streams if ahead.alarm is not Alarm.NONE]
    detail = f"last asked {max(polled):%Y-%m-%d %H:%M} UTC, {status.files_left} files wait"
    if not alarming:
        return ok(name, detail)
    say = failed if any(ahead.alarm in (Alarm.URGENT, Alarm.LOST) for ahead in alarming) else warning
    sentences = "; ".join(ahead.sentence for ahead in alarming)
    return say(name, f"{detail}; {sentences}", "watchgate ingest status shows the errors of each stream")
