"""What is there of a skill, at one target of one workspace?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from watchgate.openai.compliance.gpts import Gpts, pages
from watchgate.openai.compliance.model_gpts import Gpt
from watchgate.openai.errors import Gone
from watchgate.skills.presence import sharing
from watchgate.skills.presence.expected import Expected, skill_of
from watchgate.skills.presence.model import PartChange, State
from watchgate.skills.presence.targets import Candidate, Insides, Watched
from watchgate.skills.registry.model import State as VersionState
from watchgate.skills.registry.model import Version
from watchgate.skills.registry.service import Registry
from watchgate.skills.targets.model import Tenant

MOST_NAMESAKES = 5
"""So many things of the same name are looked into; the others count as namesakes unseen."""
_BEST_FIRST = (State.LIVE, State.ISOLATED, State.OLDER_VERSION, State.LEFTOVER, State.DRIFTED)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """`candidate` None: nothing of it is there."""

    state: State
    candidate: Candidate | None = None
    version: str | None = None
    changes: tuple[PartChange, ...] = ()
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges one target of one workspace."""

    registry: Registry
    tenant: Tenant
    entitled: sharing.Entitled
    client: Gpts
    workspace_id: UUID
    watched: Watched

    async def judge(
        self, expected: Expected, candidates: Sequence[Candidate], *, was_shared: bool = False
    ) -> Judged:
        """The best of *candidates*; of several the one that was there first. Raises OpenAIFailure.

        *was_shared*: others had it at the look before.
        """
        by_age = sorted(candidates, key=lambda one: (one.created_at or _LONG_AGO, one.id))
        found = [await self._of(expected, one, was_shared=was_shared) for one in by_age[:MOST_NAMESAKES]]
        there = [one for one in found if one is not None]
        return min(there, key=lambda one: _BEST_FIRST.index(one.state), default=Judged(State.MISSING))

    async def _of(self, expected: Expected, candidate: Candidate, *, was_shared: bool) -> Judged | None:
        insides = await self.watched.insides(self.client, self.workspace_id, candidate)
        if insides is None:
            return None
        judged = replace(await self._content(expected, candidate, insides), changed_at=insides.changed_at)
        if candidate.gpt is None or judged.state is State.LEFTOVER:
            return judged
        return await self._shared(expected, candidate.gpt, judged, was_shared=was_shared)

    async def _shared(self, expected: Expected, gpt: Gpt, judged: Judged, *, was_shared: bool) -> Judged:
        entitled = await self.entitled.people(self.workspace_id, expected.skill_id)
        if entitled is not None and judged.candidate is not None:
            gpt = await self._with_everybody(gpt)
            judged = replace(judged, candidate=replace(judged.candidate, gpt=gpt))
        too_far = tuple(sharing.compare(gpt, entitled))
        if too_far:
            return replace(judged, state=State.DRIFTED, changes=(*judged.changes, *too_far))
        is_for_others = was_shared if entitled is None else bool(entitled - {gpt.owner_id})
        if judged.state is State.LIVE and gpt.is_isolated and is_for_others:
            return replace(judged, state=State.ISOLATED)
        return judged

    async def _with_everybody(self, gpt: Gpt) -> Gpt:
        """The GPT itself may name only some of those who have it; their own list goes on to the end."""
        ids = set(gpt.recipients or ())
        try:
            async for page in pages(
                lambda after: self.client.list_recipients(self.workspace_id, gpt.id, after)
            ):
                ids |= set(page.ids)
        except Gone:
            return gpt
        return replace(gpt, recipients=frozenset(ids) - {gpt.owner_id})

    async def _content(self, expected: Expected, candidate: Candidate, insides: Insides) -> Judged:
        first: Judged | None = None
        for version in expected.likely:
            skill = await skill_of(self.registry, version)
            changes = await asyncio.to_thread(insides.compared_with, skill, self.tenant)
            if not changes:
                return Judged(_state(expected, version), candidate, version.version)
            first = first or Judged(State.DRIFTED, candidate, version.version, changes)
        assert first is not None, "a skill that is expected has a version"
        return first if expected.current else replace(first, state=State.LEFTOVER)


def _state(expected: Expected, version: Version) -> State:
    """Of what equals a version that was published."""
    if expected.current is None or version.state is VersionState.WITHDRAWN:
        return State.LEFTOVER
    return State.LIVE if version == expected.current else State.OLDER_VERSION
