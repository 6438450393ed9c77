"""What does an event tell of the use of a skill? Ids and times only, for whoever counts it (`hub/sources`); kept until it is read.

Written down in the transaction that settles the event, so that none is missed and none counts twice.
"""

import re
from typing import Any

import msgspec

from watchgate.ingest.digest.rows import UseRow
from watchgate.ingest.events.model import MessageEvent, OtherEvent
from watchgate.kernel.clock import rfc3339

MESSAGE, AGENT, COSTS = "message", "agent", "costs"
_AGENT_LOG, _COSTS_LOG = "CUSTOM_AGENTS_LOG", "COSTS"
_PRODUCT = "chatgpt"
_OF_RUNS = frozenset({"AGENT_RUN_CREATED", "AGENT_RUN_COMPLETED", "AGENT_RUN_FAILED", "SKILL_USED"})
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MOST_USD = 1e9
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
    """Of an agent's run, or of what a person's hour in ChatGPT cost; *raw* is the event's JSON."""
    if event.type == _COSTS_LOG:
        return _costs(event, _object(_object(msgspec.json.decode(raw)).get("payload")))
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


def _costs(event: OtherEvent, payload: dict[str, Any]) -> UseRow | None:
    """None of what no person has used, of other products, and of rows without an amount in dollars."""
    person = _object(payload.get("identity")).get("user_id")
    billing = _object(payload.get("measures")).get("billing")
    amounts = [_object(one).get("estimated_cost_usd") for one in billing] if isinstance(billing, list) else []
    micros = [_microusd(_object(one).get("value")) for one in amounts]
    known = [one for one in micros if one is not None]
    day, hour = payload.get("day"), payload.get("hour")
    if payload.get("product") != _PRODUCT or not isinstance(person, str) or not known:
        return None
    if not isinstance(day, str) or not isinstance(hour, int) or not _DAY.fullmatch(day) or not 0 <= hour < 24:
        return None
    told = {
        "event_id": event.event_id,
        "person": person,
        "hour": f"{day}T{hour:02}:00:00Z",
        "microusd": sum(known),
    }
    return UseRow(COSTS, told)


def _microusd(value: object) -> int | None:
    is_amount = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _MOST_USD
    return round(float(value) * 1_000_000) if is_amount and isinstance(value, int | float) else None


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401 -- any JSON value
    return value if isinstance(value, dict) else {}
