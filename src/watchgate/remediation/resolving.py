"""Which objects exactly does a proposal name? What the catalogue knows is looked up; after the plan nothing is added."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.errors import NotPlannable, TooManyObjects, UnknownObject
from watchgate.remediation.model import Kind, Target
from watchgate.remediation.proposal import Assets, OfPerson, Proposal, Query, check_target, spoken
from watchgate.remediation.store import places
from watchgate.remediation.store.matching import matching

PersonsObjects = Callable[[AsyncConnection, UUID, str], Awaitable[Sequence[Target]]]
"""All objects of a person (a user's id or e-mail address) in a workspace."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many objects one request may hold, and one that is about a person."""

    objects: int = 1000
    objects_of_person: int = 10_000


@dataclass(frozen=True, slots=True)
class Named:
    """The objects, each once, in a fixed order; `last_at`: when the newest of them was last written to, if we know of all."""

    targets: tuple[Target, ...]
    last_at: datetime | None
    left_out: int = 0
    """Findings that stand in nothing that could be acted on (events of the workspace's logs)."""


async def resolve(
    tx: AsyncConnection, proposal: Proposal, bounds: Bounds, persons_objects: PersonsObjects
) -> Named:
    """Raises NotPlannable, UnknownObject, TooManyObjects."""
    left_out = 0
    match proposal.naming:
        case Assets(targets):
            named, limit = list(targets), bounds.objects
        case Query(wanted):
            limit = bounds.objects
            named, left_out = await matching(tx, proposal.workspace_id, proposal.action, wanted, limit + 1)
        case OfPerson(person):
            limit = bounds.objects_of_person
            named = list(await persons_objects(tx, proposal.workspace_id, person))
        case unreachable:
            assert_never(unreachable)
    named = list(dict.fromkeys(named))
    if len(named) > limit:
        raise _too_many(limit)
    if not named:
        raise _nothing(proposal, left_out)
    known = await places.of(tx, proposal.workspace_id, named)
    placed = [_placed(target, known, acts_upstream=proposal.acts_upstream) for target in named]
    for target in placed:
        check_target(proposal.action, target)
    times = [known[target].last_at if target in known else None for target in named]
    last_at = max((time for time in times if time is not None), default=None) if all(times) else None
    return Named(tuple(dict.fromkeys(placed)), last_at, left_out)


def _placed(target: Target, known: dict[Target, places.Place], *, acts_upstream: bool) -> Target:
    place = known.get(target)
    if place is None:
        if target.kind is Kind.MESSAGE or not acts_upstream:
            raise UnknownObject(
                f"The {spoken(target.kind)} {target.id} is not in the catalogue, so there is nothing to redact."
            )
        if target.kind in {Kind.CONVERSATION, Kind.FILE} and target.owner_id is None:
            raise UnknownObject(
                f"The {spoken(target.kind)} {target.id} is not in the catalogue with its owner."
                " Say whose it is: `owner_id` (user-…)."
            )
        return target
    owner, parent = place.owner_id or target.owner_id, place.parent_id or target.parent_id
    if target.owner_id not in {None, owner}:
        raise NotPlannable(
            f"The {spoken(target.kind)} {target.id} belongs to somebody else than was said. Correct `owner_id`, or leave it out."
        )
    if target.kind is Kind.MESSAGE and target.parent_id not in {None, parent}:
        raise NotPlannable(f"The message {target.id} stands in another conversation. Leave out `parent_id`.")
    if owner is None and acts_upstream:
        raise UnknownObject(
            f"Whose {spoken(target.kind)} {target.id} is, is not known here. Say it: `owner_id` (user-…)."
        )
    return Target(target.kind, target.id, owner, parent)


def _too_many(limit: int) -> TooManyObjects:
    return TooManyObjects(
        f"That is more than {limit:,} objects, the most that one request may hold: deletion here is for single spots, not in bulk."
        " Narrow it down (entity, person, conversation, dates, score), or make several requests."
        " For a whole workspace's retention, use OpenAI's own setting."
    )


def _nothing(proposal: Proposal, left_out: int) -> NotPlannable:
    if left_out:
        return NotPlannable(
            f"The {left_out:,} findings stand in events of the workspace's logs, which nobody can delete at OpenAI."
        )
    match proposal.naming:
        case OfPerson():
            return NotPlannable(
                "Nothing of this person is known here. Check the user's id or e-mail address."
            )
        case _:
            return NotPlannable(
                "No finding matches, so there is nothing to plan. Look first: `watchgate findings list`."
            )
