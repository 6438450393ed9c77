"""What is an enrolled workspace, and which keys does it have?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from watchgate.kernel.content import Content


class WorkspaceState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    """Nothing is read from OpenAI until it is resumed."""
    REMOVING = "removing"
    """Its keys are erased; its rows are being deleted."""


class KeyKind(StrEnum):
    COMPLIANCE = "compliance"
    """Reads the workspace: logs, users, files."""
    ADMIN = "admin"
    """Reads the organisation's audit logs and costs on the platform."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What is known of a key: never the key."""

    kind: KeyKind
    last_four: str
    created_at: datetime
    rotated_at: datetime | None
    probe: Mapping[str, Any] | None
    """The newest connection test, as `ConnectionReport.as_json` writes it."""
    probed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """A ChatGPT Enterprise workspace that Watchgate watches. `id` is OpenAI's own."""

    id: UUID
    name: str
    organization_id: str
    state: WorkspaceState
    created_at: datetime
    updated_at: datetime
    credentials: tuple[Credential, ...]

    def credential(self, kind: KeyKind) -> Credential | None:
        return next((one for one in self.credentials if one.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Checked facts about a workspace to come; `checks.enrolment` makes it."""

    workspace_id: UUID
    name: str
    organization_id: str
    compliance_key: Content
    admin_key: Content | None = None

    @property
    def keys(self) -> Mapping[KeyKind, Content]:
        both = {KeyKind.COMPLIANCE: self.compliance_key, KeyKind.ADMIN: self.admin_key}
        return {kind: key for kind, key in both.items() if key is not None}


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change of a workspace; None leaves it as it is."""

    name: str | None = None
    organization_id: str | None = None
    state: WorkspaceState | None = None
    compliance_key: Content | None = None
    admin_key: Content | None = None

    @property
    def keys(self) -> Mapping[KeyKind, Content]:
        both = {KeyKind.COMPLIANCE: self.compliance_key, KeyKind.ADMIN: self.admin_key}
        return {kind: key for kind, key in both.items() if key is not None}


def last_four(key: Content) -> str:
    """All that is ever shown of a key."""
    return key.reveal()[-4:]
