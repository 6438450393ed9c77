"""How do workspaces look on the wire? Keys come in and never go out."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from watchgate.kernel.content import Content
from watchgate.workspaces.checks import MAX_NAME_CHARS, check_key, enrolment
from watchgate.workspaces.erasure.service import Erased
from watchgate.workspaces.model import Changes, Credential, Enrolment, Workspace, WorkspaceState
from watchgate.workspaces.report import ConnectionReport

_Key = Field(max_length=600, description="Sealed on entry; only its last four characters are shown again.")
_Name = Field(min_length=1, max_length=MAX_NAME_CHARS)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class NewWorkspace(_Strict):
    """`skip_test`: enrol even if the keys cannot read the workspace (now)."""

    workspace_id: UUID
    name: str = _Name
    organization_id: str = Field(max_length=200, examples=["org-AbCdEf123456"])
    compliance_key: SecretStr = _Key
    admin_key: SecretStr | None = Field(default=None, max_length=600)
    skip_test: bool = False

    def as_enrolment(self) -> Enrolment:
        """Raises Malformed."""
        admin_key = _content(self.admin_key) if self.admin_key is not None else None
        return enrolment(
            str(self.workspace_id), self.name, self.organization_id, _content(self.compliance_key), admin_key
        )


class WorkspaceChanges(_Strict):
    """What is left out stays as it is. A key that is given replaces the one before."""

    name: str | None = Field(default=None, min_length=1, max_length=MAX_NAME_CHARS)
    organization_id: str | None = Field(default=None, max_length=200)
    state: Literal["active", "paused"] | None = None
    compliance_key: SecretStr | None = Field(default=None, max_length=600)
    admin_key: SecretStr | None = Field(default=None, max_length=600)

    def as_changes(self) -> Changes:
        """Raises Malformed."""
        compliance, admin = self.compliance_key, self.admin_key
        return Changes(
            self.name,
            self.organization_id,
            WorkspaceState(self.state) if self.state else None,
            check_key(_content(compliance), "compliance key") if compliance is not None else None,
            check_key(_content(admin), "admin key") if admin is not None else None,
        )


class CheckLine(BaseModel):
    check: str
    status: Literal["ok", "failed", "unknown"]
    detail: str
    remedy: str


class ReportOut(BaseModel):
    """`is_usable`: conversation messages can be read."""

    workspace_id: UUID
    tested_at: datetime
    is_usable: bool
    summary: str
    remedy: str
    checks: list[CheckLine]


class CredentialOut(BaseModel):
    kind: Literal["compliance", "admin"]
    last_four: str
    created_at: datetime
    rotated_at: datetime | None
    probed_at: datetime | None
    probe: ReportOut | None


class WorkspaceOut(BaseModel):
    id: UUID
    name: str
    organization_id: str
    state: Literal["active", "paused", "removing"]
    created_at: datetime
    updated_at: datetime
    credentials: list[CredentialOut]


class ErasedOut(BaseModel):
    """How many keys were erased, and how many rows of each table were deleted."""

    workspace_id: UUID
    name: str
    keys: int
    rows: dict[str, int]


def workspace_out(workspace: Workspace) -> WorkspaceOut:
    return WorkspaceOut.model_validate(
        {
            "id": workspace.id,
            "name": workspace.name,
            "organization_id": workspace.organization_id,
            "state": workspace.state.value,
            "created_at": workspace.created_at,
            "updated_at": workspace.updated_at,
            "credentials": [_credential(credential) for credential in workspace.credentials],
        }
    )


def report_out(report: ConnectionReport) -> ReportOut:
    return ReportOut.model_validate(report.as_json())


def erased_out(erased: Erased) -> ErasedOut:
    return ErasedOut(
        workspace_id=erased.workspace_id, name=erased.name, keys=erased.keys, rows=dict(erased.rows)
    )


def _credential(credential: Credential) -> dict[str, Any]:
    return {
        "kind": credential.kind.value,
        "last_four": credential.last_four,
        "created_at": credential.created_at,
        "rotated_at": credential.rotated_at,
        "probed_at": credential.probed_at,
        "probe": credential.probe,
    }


def _content(secret: SecretStr) -> Content:
    return Content(secret.get_secret_value())
