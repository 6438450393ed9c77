"""Does the connection of a workspace work? Tested before it is enrolled and whenever somebody asks; the newest result is kept."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.storage.database import Database
from watchgate.workspaces import store
from watchgate.workspaces.model import Enrolment, KeyKind, Workspace, WorkspaceState, last_four
from watchgate.workspaces.ports import Asker
from watchgate.workspaces.probe import probe
from watchgate.workspaces.report import ConnectionReport
from watchgate.workspaces.service import Workspaces, being_removed

OpenAsker = Callable[[], AbstractAsyncContextManager[Asker]]


class ConnectionFailed(UserError):
    """The keys of an enrolment cannot do the least that is needed; `report` says why."""

    def __init__(self, report: ConnectionReport) -> None:
        super().__init__(
            f"The workspace was not enrolled. {report.summary} {report.remedy} (--skip-test enrols it all the same.)"
        )
        self.report = report


class ConnectionTests:
    """Asks OpenAI what the keys may do."""

    def __init__(
        self, database: Database, workspaces: Workspaces, open_asker: OpenAsker, clock: Clock
    ) -> None:
        self._database = database
        self._workspaces = workspaces
        self._open_asker = open_asker
        self._clock = clock

    async def test(self, workspace: Workspace) -> ConnectionReport:
        """Test an enrolled workspace and keep the result with its keys. Raises BeingRemoved."""
        if workspace.state is WorkspaceState.REMOVING:
            raise being_removed(workspace)
        keys = await self._workspaces.keys(workspace.id)
        async with self._open_asker() as asker:
            report = await probe(asker, workspace.id, workspace.organization_id, keys, self._clock())
        await self._keep(report, keys)
        return report

    async def enrol(self, new: Enrolment) -> tuple[Workspace, ConnectionReport]:
        """Test, then enrol and keep the result. Raises ConnectionFailed when it is not usable, AlreadyEnrolled."""
        await self._workspaces.refuse_duplicate(new)
        async with self._open_asker() as asker:
            report = await probe(asker, new.workspace_id, new.organization_id, new.keys, self._clock())
        if not report.is_usable:
            raise ConnectionFailed(report)
        await self._workspaces.enrol(new)
        await self._keep(report, new.keys)
        return await self._workspaces.get(new.workspace_id), report

    async def _keep(self, report: ConnectionReport, keys: Mapping[KeyKind, Content]) -> None:
        async with self._database.begin() as tx:
            for kind, key in keys.items():
                await store.put_probe(tx, report.workspace_id, kind, last_four(key), report)
