"""How does ingest get at an enrolled workspace? Its keys unsealed for the moment, one HTTP client and one budget for all."""

from uuid import UUID

import httpx

from watchgate.ingest.ports import Access
from watchgate.kernel.content import Content
from watchgate.openai.breaker import Breakers
from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.limits import Limits
from watchgate.storage.database import Database
from watchgate.storage.sealing import DataKeyErased, Keyring
from watchgate.workspaces.errors import BeingRemoved, UnknownWorkspace
from watchgate.workspaces.model import KeyKind, WorkspaceState
from watchgate.workspaces.service import Workspaces


class EnrolledWorkspaces:
    """The workspaces that have been enrolled and are active."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        workspaces: Workspaces,
        *,
        base_url: str,
        http: httpx.AsyncClient,
        limits: Limits | None = None,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._workspaces = workspaces
        self._base_url = base_url
        self._http = http
        self._limits = limits or Limits()
        self._breakers = Breakers()

    async def access(self, workspace_id: UUID) -> Access | None:
        """None when the workspace is paused, being removed, or unknown."""
        try:
            workspace = await self._workspaces.get(workspace_id)
            if workspace.state is not WorkspaceState.ACTIVE:
                return None
            keys = await self._workspaces.keys(workspace_id)
            async with self._database.read() as tx:
                sealer = await self._keyring.existing(tx, workspace_id)
        except (UnknownWorkspace, BeingRemoved, DataKeyErased):
            return None
        client = ComplianceClient(
            self._base_url,
            keys[KeyKind.COMPLIANCE].reveal(),
            http=self._http,
            limits=self._limits,
            breakers=self._breakers,
        )
        shown = frozenset(redacted(key) for key in keys.values())
        return Access(workspace.organization_id, client, sealer, shown)


def redacted(key: Content) -> str:
    """A key as the audit log shows it: its first three and last four characters (contracts §1.3)."""
    plain = key.reveal()
    return f"{plain[:3]}...{plain[-4:]}"
