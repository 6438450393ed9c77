"""What is a remediation request, which objects can it name, and which way do both go?

    request   planned → requested → approved → running ⇄ paused → done → verified
                            ↘ rejected, withdrawn, expired      ↘ cancelled
    object    waiting → acting → done | was_gone → verified | not_verifiable      (or failed, held, cancelled)

OpenAI offers no edit of a message: to *redact* is to mask our own copy for good and, if wanted, to delete the object
upstream; to *isolate* is to take back sharing or publication.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What is to be done."""

    DELETE = "delete"
    REDACT = "redact"
    ISOLATE = "isolate"


class Kind(StrEnum):
    """What an object is."""

    CONVERSATION = "conversation"
    MESSAGE = "message"
    FILE = "file"
    LIBRARY_FILE = "library_file"
    MEMORY = "memory"
    CANVAS = "canvas"
    RECORDING = "recording"
    AUTOMATION = "automation"
    GPT = "gpt"
    GPT_FILE = "gpt_file"
    PROJECT = "project"
    PROJECT_FILE = "project_file"
    SKILL = "skill"
    AGENT = "agent"
    CODEX_TASK = "codex_task"
    CODEX_ENVIRONMENT = "codex_environment"


ACTIONS: Mapping[Kind, frozenset[Action]] = {
    **dict.fromkeys(Kind, frozenset({Action.DELETE})),
    Kind.MESSAGE: frozenset({Action.REDACT}),
    Kind.CONVERSATION: frozenset({Action.DELETE, Action.REDACT}),
    Kind.FILE: frozenset({Action.DELETE, Action.REDACT}),
    Kind.GPT: frozenset({Action.DELETE, Action.ISOLATE}),
    Kind.PROJECT: frozenset({Action.DELETE, Action.ISOLATE}),
    Kind.AGENT: frozenset({Action.DELETE, Action.ISOLATE}),
}
"""What can be done with each kind. No API deletes a single message (contracts §1.4.3)."""

OWNED = frozenset(
    {
        Kind.CONVERSATION,
        Kind.FILE,
        Kind.LIBRARY_FILE,
        Kind.MEMORY,
        Kind.CANVAS,
        Kind.RECORDING,
        Kind.AUTOMATION,
    }
)
"""Kinds whose route names their owner."""

PARENTED = frozenset({Kind.MEMORY, Kind.GPT_FILE, Kind.PROJECT_FILE, Kind.MESSAGE})
"""Kinds whose route names what they belong to: a memory's context, a file's GPT or project, a message's conversation."""


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One object in one workspace, as its route names it."""

    kind: Kind
    id: str
    owner_id: str | None = None
    parent_id: str | None = None


class RequestState(StrEnum):
    PLANNED = "planned"
    REQUESTED = "requested"
    APPROVED = "approved"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    VERIFIED = "verified"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class ObjectState(StrEnum):
    WAITING = "waiting"
    ACTING = "acting"
    """OpenAI was asked, or is about to be; whether it has answered is not known (a crash leaves this)."""
    DONE = "done"
    WAS_GONE = "was_gone"
    """It was not there any more when we first asked."""
    VERIFIED = "verified"
    NOT_VERIFIABLE = "not_verifiable"
    FAILED = "failed"
    HELD = "held"
    """A legal hold keeps it."""
    CANCELLED = "cancelled"


class Origin(StrEnum):
    """What named the objects of a request."""

    ASSETS = "assets"
    QUERY = "query"
    PERSON = "person"
    RULE = "rule"
