"""What does the workspace's CUSTOM_AGENTS_LOG tell? When an agent's run began and how it ended, and which skills it used.

Beginning and end name no skill: they are of the run, whichever skills it used. (Contracts §1.3: `AGENT_RUN_…`, `SKILL_USED`.)
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from watchgate.hub.sources.told import moment, part, text
from watchgate.hub.usage.model import Naming, Outcome, Sighting, Source

_OUTCOMES = {
    "AGENT_RUN_CREATED": Outcome.UNKNOWN,
    "AGENT_RUN_COMPLETED": Outcome.SUCCESS,
    "AGENT_RUN_FAILED": Outcome.ERROR,
}
_USED = "SKILL_USED"
TYPES = frozenset({*_OUTCOMES, _USED})
"""Sub-types of the log that tell of runs."""


def sightings(event: Mapping[str, Any], workspace_id: UUID) -> Iterator[Sighting]:
    """None of events that tell of no run."""
    details = part(event, "event_details")
    kind = details.get("detail_type")
    event_id, run_id, at = (
        text(event.get("event_id")),
        text(details.get("run_id")),
        moment(event.get("timestamp")),
    )
    if kind not in TYPES or event_id is None or run_id is None or at is None:
        return
    skill = text(details.get("skill_id")) if kind == _USED else None
    if kind == _USED and skill is None:
        return
    initiator = part(details, "invoker", "initiator")
    yield Sighting(
        Source.AGENT,
        event_id,
        Naming.WORKSPACE_SKILL if skill else None,
        skill,
        at,
        workspace_id=workspace_id,
        person=text(initiator.get("auth_user_id")) or text(part(event, "actor").get("user_id")),
        surface="agent",
        conversation_id=text(details.get("conversation_id")),
        run_id=run_id,
        outcome=_OUTCOMES.get(str(kind), Outcome.UNKNOWN),
    )
