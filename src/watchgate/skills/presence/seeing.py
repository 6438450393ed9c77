"""What does one look at one target of one workspace see? Each skill judged, and all that belongs to none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from watchgate.kernel.content import Content
from watchgate.skills.presence.expected import Expected
from watchgate.skills.presence.judging import Judge, Judged
from watchgate.skills.presence.model import Presence, State
from watchgate.skills.presence.targets import Candidate

_MOST_UNMANAGED = 20_000
"""So many are listed; beyond, they are only counted."""
_SHARED_WITH_NOBODY = frozenset({None, "invite-only"})


@dataclass(frozen=True, slots=True)
class Stranger:
    """`namesake_of`: it carries this skill's name, but does not stand for it."""

    id: str
    name: Content
    visibility: str | None
    namesake_of: str | None


@dataclass(slots=True)
class Sight:
    """`judged`: by skill. `strangers`: at most so many as are listed, of `unmanaged` that there are."""

    judged: dict[str, Judged] = field(default_factory=dict)
    strangers: list[Stranger] = field(default_factory=list)
    unmanaged: int = 0


async def see(
    judge: Judge,
    skills: Sequence[Expected],
    registered: Mapping[str, str],
    before: Mapping[str, Presence],
) -> Sight:
    """*registered*: skill → the GPT that stands for it; *before*: what the last look saw. Raises OpenAIFailure."""
    sorting = _Sorting(judge, skills, registered)
    async for candidate in judge.watched.candidates(judge.client, judge.workspace_id):
        sorting.take(candidate)
    sight = Sight(strangers=sorting.strangers, unmanaged=sorting.unmanaged)
    for one in skills:
        found = sorting.ours.get(one.skill_id, [])
        judged = await judge.judge(one, found, was_shared=_was_shared(before.get(one.skill_id)))
        sight.judged[one.skill_id] = judged
        for candidate in found:
            if judged.candidate is None or candidate.id != judged.candidate.id:
                sight.unmanaged += 1
                sight.strangers.append(_stranger(candidate, one.skill_id))
    return sight


class _Sorting:
    """Ours by skill, and strangers."""

    def __init__(self, judge: Judge, skills: Sequence[Expected], registered: Mapping[str, str]) -> None:
        self.ours: dict[str, list[Candidate]] = {}
        self.strangers: list[Stranger] = []
        self.unmanaged = 0
        known = {one.skill_id for one in skills}
        self._by_id = {gpt_id: skill_id for skill_id, gpt_id in registered.items() if skill_id in known}
        self._registered = frozenset(self._by_id.values())
        self._by_name = {
            name: one.skill_id for one in skills for name in judge.watched.names(one, judge.tenant)
        }

    def take(self, candidate: Candidate) -> None:
        named = self._by_name.get(candidate.name.reveal().strip())
        skill_id = self._by_id.get(candidate.id) or (named if named not in self._registered else None)
        if skill_id is not None:
            self.ours.setdefault(skill_id, []).append(candidate)
            return
        self.unmanaged += 1
        if named is not None or len(self.strangers) < _MOST_UNMANAGED:
            self.strangers.append(_stranger(candidate, named))


def _stranger(candidate: Candidate, namesake_of: str | None) -> Stranger:
    visibility = candidate.gpt.visibility if candidate.gpt else None
    return Stranger(candidate.id, candidate.name, visibility, namesake_of)


def _was_shared(before: Presence | None) -> bool:
    if before is None:
        return False
    is_open = before.visibility not in _SHARED_WITH_NOBODY
    return is_open or bool(before.recipients) or before.state is State.ISOLATED
