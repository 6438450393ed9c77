"""Does exactly who is entitled to a skill have its GPT? What OpenAI tells of sharing, beside what entitlement says."""

from collections.abc import Iterator
from typing import Protocol
from uuid import UUID

from watchgate.openai.compliance.model_gpts import Gpt
from watchgate.skills.presence.model import PartChange

_OUTSIDE = frozenset({"anyone-with-link", "gpt-store"})
_WHOLE_WORKSPACE = frozenset({"workspace", "workspace-with-link"})


class Entitled(Protocol):
    """Who says which people may use a skill."""

    async def people(self, workspace_id: UUID, skill_id: str) -> frozenset[str] | None:
        """Ids of users of the workspace. None: nothing is said of this skill, everybody in the workspace may use it."""
        ...


class NothingSaid:
    """While nobody keeps entitlements."""

    async def people(self, workspace_id: UUID, skill_id: str) -> frozenset[str] | None:  # noqa: ARG002
        return None


def compare(gpt: Gpt, entitled: frozenset[str] | None) -> Iterator[PartChange]:
    """In what its sharing goes too far, or not far enough."""
    if gpt.visibility in _OUTSIDE:
        yield PartChange("sharing", "people outside the workspace can use it")
    if entitled is None:
        return
    if gpt.visibility in _WHOLE_WORKSPACE:
        yield PartChange("sharing", "the whole workspace can use it, not only those who are entitled")
        return
    if gpt.recipients is None:
        yield PartChange("sharing", "OpenAI does not say who has it")
        return
    too_many = sorted(gpt.recipients - entitled)
    if too_many:
        lines = tuple(f"+{one}" for one in too_many)
        yield PartChange("sharing", "people have it who are not entitled", added=len(too_many), lines=lines)
    if gpt.is_isolated:
        return
    too_few = sorted(entitled - gpt.recipients - {gpt.owner_id})
    if too_few:
        lines = tuple(f"-{one}" for one in too_few)
        yield PartChange(
            "sharing", "people who are entitled do not have it", removed=len(too_few), lines=lines
        )
