"""What is kept of a remediation request, of each of its objects, and of the comments on it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.content import Content
from watchgate.remediation.model import Action, Kind, ObjectState, Origin, RequestState, Target


@dataclass(frozen=True, slots=True)
class Request:
    """`expires_at`: until then the plan has to be requested, the request decided, what was approved begun.

    `involved`: principals that may not decide. `plan`: the sums of the dry-run. `starts_after`: a grace period.
    """

    id: str
    workspace_id: UUID
    action: Action
    also_upstream: bool
    origin: Origin
    reason_sealed: bytes = field(repr=False)
    state: RequestState
    requested_by: str
    requested_by_name: str
    involved: tuple[str, ...]
    created_at: datetime
    needs_approval: bool
    approval_note: str
    plan: Mapping[str, Json] = field(repr=False)
    query: Mapping[str, Json] | None = None
    person_id: str | None = None
    rule_id: str | None = None
    is_emergency: bool = False
    requested_at: datetime | None = None
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_by_name: str | None = None
    acknowledged_at: datetime | None = None
    expires_at: datetime | None = None
    starts_after: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    note: str | None = None

    @property
    def acts_upstream(self) -> bool:
        """Does it change anything at OpenAI, or our own copy only?"""
        return self.action is not Action.REDACT or self.also_upstream


@dataclass(frozen=True, slots=True)
class RequestObject:
    """One object of a request. `number` counts from 1; `findings` and `effects` are as the dry-run saw them.

    `due_at`: not to be asked for, or looked at, again before then; None: at once while it is open, never again afterwards.
    """

    request_id: str
    number: int
    workspace_id: UUID
    target: Target
    state: ObjectState
    findings: Mapping[str, Json]
    effects: Mapping[str, Json]
    attempts: int = 0
    attempted_at: datetime | None = None
    upstream_status: int | None = None
    upstream_answer: Mapping[str, Json] | None = None
    done_at: datetime | None = None
    verified_at: datetime | None = None
    verification: Mapping[str, Json] | None = None
    note: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """`text` is None when the workspace's data key was erased."""

    id: str
    written_at: datetime
    written_by: str
    written_by_name: str
    text: Content | None


def reason_context(request_id: str) -> bytes:
    """The place that a reason is sealed for."""
    return b"reason:" + request_id.encode()


def comment_context(comment_id: str) -> bytes:
    """The place that a comment is sealed for."""
    return b"comment:" + comment_id.encode()


def request_of(row: Mapping[str, Any]) -> Request:
    """A request from its row."""
    return Request(
        **{
            **row,
            "action": Action(row["action"]),
            "origin": Origin(row["origin"]),
            "state": RequestState(row["state"]),
            "involved": tuple(row["involved"]),
        }
    )


def object_of(row: Mapping[str, Any]) -> RequestObject:
    """An object from its row."""
    values = dict(row)
    kind = Kind(values.pop("kind"))
    target = Target(kind, values.pop("object_id"), values.pop("owner_id"), values.pop("parent_id"))
    return RequestObject(**{**values, "target": target, "state": ObjectState(values["state"])})
