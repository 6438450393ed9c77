"""What does an event tell of the use of a skill? Ids and times only, for whoever counts it (`hub/sources`); kept until it is read.

Written down in the transaction that settles the event, so that none is missed and none counts twice.
"""

from typing import Any

import msgspec

from watchgate.ingest.digest.rows import UseRow
from watchgate.ingest.events.model import MessageEvent, OtherEvent
from watchgate.kernel.clock import rfc3339

MESSAGE, AGENT = "message", "agent"
_AGENT_LOG = "CUSTOM_AGENTS_LOG"
_OF_RUNS = frozenset({"AGENT_RUN_CREATED", "AGENT_RUN_COMPLETED", "AGENT_RUN_FAILED", "SKILL_USED"})
_DETAILS = ("detail_type", "run_id", "conversation_id", "skill_id")


def of_message(event: MessageEvent) -> UseRow | None:
    """Of a message in a conversation with a GPT, or of an answer that used skills."""
    conversation = event.conversation
    if conversation.gpt_id is None and not event.skills_used:
        return None
    return UseRow(
        MESSAGE,
        {
            "message_id": event.message_id,
            "conversation_id": conversation.id,
            "at": rfc3339(event.created_at or event.occurred_at),
            "person": event.actor.user_id,
            "is_answer": event.author_type == "assistant",
            "model": event.model,
            "gpt_id": conversation.gpt_id,
            "skills_used": list(event.skills_used),
        },
    )


def of_other(event: OtherEvent, raw: bytes) -> UseRow | None:
    """Of an agent's run; *raw* is the event's JSON."""
    if event.type != _AGENT_LOG or event.subtype not in _OF_RUNS:
        return None
    details = _object(_object(msgspec.json.decode(raw)).get("event_details"))
    initiator = _object(_object(details.get("invoker")).get("initiator"))
    told = {name: details[name] for name in _DETAILS if isinstance(details.get(name), str)}
    told["invoker"] = {"initiator": {"auth_user_id": initiator.get("auth_user_id")}}
    return UseRow(
        AGENT,
        {
            "event_id": event.event_id,
            "timestamp": rfc3339(event.occurred_at),
            "actor": {"user_id": event.actor.user_id},
            "event_details": told,
        },
    )


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401 -- any JSON value
    return value if isinstance(value, dict) else {}
