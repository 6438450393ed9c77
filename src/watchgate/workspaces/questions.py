"""What must be asked of OpenAI to know what a key may do? Harmless GETs only, one for each line of the report."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from watchgate.kernel.clock import rfc3339
from watchgate.workspaces.model import KeyKind

WORKSPACE_EVENT_TYPES = (
    "CONVERSATION_MESSAGE",
    "AUDIT_LOG",
    "AUTH_LOG",
    "APP_LOG",
    "APP_AUTH_LOG",
    "CODEX_LOG",
    "CHATGPT_PLUGIN_SPREADSHEET",
    "CODEX_SECURITY_LOG",
    "CUSTOM_AGENTS_LOG",
)
ORGANIZATION_EVENT_TYPES = ("COSTS",)
"""Written for the organisation only; APP_LOG and APP_AUTH_LOG exist there too, but the workspace's are what we read."""
_LOOKS_BACK = timedelta(hours=1)


class Host(StrEnum):
    CHATGPT = "chatgpt"
    PLATFORM = "platform"


class Topic(StrEnum):
    """What a question is about; the remedy depends on it."""

    LOGS = "logs"
    ORGANIZATION_LOGS = "organization logs"
    OBJECTS = "objects"
    AUDIT = "audit"
    COSTS = "costs"


@dataclass(frozen=True, slots=True)
class Question:
    """One GET: `check` is the line of the report that it fills."""

    check: str
    topic: Topic
    host: Host
    key: KeyKind
    path: str
    params: tuple[tuple[str, str], ...]
    scope: str
    """The permission that OpenAI asks for."""


def all_questions(workspace_id: UUID, organization_id: str, now: datetime) -> list[Question]:
    """In the order of the report; the first one decides whether OpenAI can be reached at all."""
    workspace = f"/compliance/workspaces/{workspace_id}"
    organization = f"/compliance/organizations/{organization_id}"
    after = rfc3339(now - _LOOKS_BACK)
    return [
        *(_logs(Topic.LOGS, workspace, kind, after) for kind in WORKSPACE_EVENT_TYPES),
        *(_logs(Topic.ORGANIZATION_LOGS, organization, kind, after) for kind in ORGANIZATION_EVENT_TYPES),
        Question(
            "stateful read",
            Topic.OBJECTS,
            Host.CHATGPT,
            KeyKind.COMPLIANCE,
            f"{workspace}/users",
            (("limit", "1"),),
            "chatgpt.enterprise.compliance_export.read",
        ),
        Question(
            "platform audit logs",
            Topic.AUDIT,
            Host.PLATFORM,
            KeyKind.ADMIN,
            "/organization/audit_logs",
            (("limit", "1"),),
            "read audit logs",
        ),
        Question(
            "platform costs",
            Topic.COSTS,
            Host.PLATFORM,
            KeyKind.ADMIN,
            "/organization/costs",
            (("start_time", str(int((now - timedelta(days=1)).timestamp()))), ("limit", "1")),
            "read usage and costs",
        ),
    ]


def _logs(topic: Topic, owner: str, event_type: str, after: str) -> Question:
    return Question(
        f"logs {event_type}",
        topic,
        Host.CHATGPT,
        KeyKind.COMPLIANCE,
        f"{owner}/logs",
        (("event_type", event_type), ("after", after), ("limit", "1")),
        f"chatgpt.enterprise.compliance_logs_platform.{event_type.lower()}.read",
    )
