"""What does ingest need of a workspace? Its key at work, its seal, and how its own calls look in the audit log."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from watchgate.openai.compliance.client import ComplianceClient
from watchgate.storage.sealing import WorkspaceSealer


@dataclass(frozen=True, slots=True)
class Access:
    """What may be used while the workspace is active. `own_keys`: our keys as the audit log shows them (`sk-...wxyz`)."""

    organization_id: str
    client: ComplianceClient
    sealer: WorkspaceSealer
    own_keys: frozenset[str]


class Workspaces(Protocol):
    """Who gives access."""

    async def access(self, workspace_id: UUID) -> Access | None:
        """None when the workspace is paused, being removed, or unknown."""
        ...
