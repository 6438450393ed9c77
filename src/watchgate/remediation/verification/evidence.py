"""Which entry of the workspace's audit log tells that an object was deleted or isolated? One action and one field each (contracts, Appendix F)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import rfc3339
from watchgate.remediation.model import Action, Kind, Target

AUDIT_LOG = "AUDIT_LOG"
_SUCCESS = "SUCCESS"


@dataclass(frozen=True, slots=True)
class Written:
    """How OpenAI writes a call of ours down: the action, and in which field of `action_data` the object's id stands.

    `field` is None where the contract does not say: then it may stand in any.
    """

    action: str
    field: str | None


@dataclass(frozen=True, slots=True)
class OwnCall:
    """An entry of the audit log about a call of ours that succeeded."""

    event_id: str
    occurred_at: datetime
    actor: str
    action: str
    ids: frozenset[str]

    def tells_of(self, action: Action, target: Target) -> bool:
        """Is it about this object, and says that this was done with it?"""
        wanted, object_id = _written(action, target)
        return self.action == wanted.action and object_id in self.ids

    def as_json(self) -> dict[str, Json]:
        """As it is kept with the object."""
        return {
            "event_id": self.event_id,
            "action": self.action,
            "occurred_at": rfc3339(self.occurred_at),
            "actor": self.actor,
        }


def own_call(event_id: str, occurred_at: datetime, actor: str, event: Mapping[str, Any]) -> OwnCall | None:
    """The entry, if it tells of a deletion or isolation that OpenAI has carried out."""
    found, data = _BY_ACTION.get(str(event.get("action"))), event.get("action_data")
    if found is None or event.get("action_result") != _SUCCESS or not isinstance(data, dict):
        return None
    said = data.values() if found.field is None else [data.get(found.field)]
    ids = frozenset(value for value in said if isinstance(value, str))
    return OwnCall(event_id, occurred_at, actor, found.action, ids)


def _written(action: Action, target: Target) -> tuple[Written, str | None]:
    if target.kind is Kind.MESSAGE:
        return _DELETED[Kind.CONVERSATION], target.parent_id
    table = _ISOLATED if action is Action.ISOLATE else _DELETED
    return table[target.kind], target.id


_DELETED: Mapping[Kind, Written] = {
    Kind.CONVERSATION: Written("DELETE_CONVERSATION", "conversation_id"),
    Kind.FILE: Written("DELETE_USER_FILE", "file_id"),
    Kind.LIBRARY_FILE: Written("DELETE_USER_LIBRARY_FILE", None),
    Kind.MEMORY: Written("DELETE_MEMORY", "memory_id"),
    Kind.CANVAS: Written("DELETE_CANVAS_TEXT_DOC", "textdoc_id"),
    Kind.RECORDING: Written("DELETE_RECORDING", "recording_id"),
    Kind.AUTOMATION: Written("DELETE_AUTOMATION", "automation_id"),
    Kind.GPT: Written("DELETE_GPT", "gpt_id"),
    Kind.GPT_FILE: Written("DELETE_GPT_FILE", "file_id"),
    Kind.PROJECT: Written("DELETE_PROJECT", "project_id"),
    Kind.PROJECT_FILE: Written("DELETE_PROJECT_FILE", "file_id"),
    Kind.SKILL: Written("DELETE_WORKSPACE_SKILL", "skill_id"),
    Kind.AGENT: Written("DELETE_CUSTOM_AGENT", "agent_id"),
    Kind.CODEX_TASK: Written("DELETE_CODEX_TASK", "task_id"),
    Kind.CODEX_ENVIRONMENT: Written("DELETE_CODEX_ENVIRONMENT", "environment_id"),
}
_ISOLATED: Mapping[Kind, Written] = {
    Kind.GPT: Written("ISOLATE_GPT", "gpt_id"),
    Kind.PROJECT: Written("ISOLATE_PROJECT", "project_id"),
    Kind.AGENT: Written("UNPUBLISH_CUSTOM_AGENT", "agent_id"),
}
_BY_ACTION = {one.action: one for table in (_DELETED, _ISOLATED) for one in table.values()}

ACTIONS = frozenset(_BY_ACTION)
"""What is looked for among our calls."""
