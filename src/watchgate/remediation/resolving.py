"""Which objects exactly does a proposal name? What the catalogue knows is looked up; after the plan nothing is added."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.errors import NotPlannable, TooManyObjects, UnknownObject
from watchgate.remediation.model import ACTIONS, Action, Kind, Target
from watchgate.remediation.proposal import Assets, OfPerson, Proposal, Query, check_target, spoken
from watchgate.remediation.store import places
from watchgate.remediation.store.matching import matching


@dataclass(frozen=True, slots=True)
class Belongings:
    """Everything of a person in a workspace. `not_looked`: kinds of objects that OpenAI could not be asked about, and why.

    `is_known`: the catalogue has something of them; then they can be erased here even if no object is theirs.
    `named_by_others`: texts of other people that they stand in.
    """

    user_ids: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    not_looked: Mapping[Kind, str] = field(default_factory=dict)
    is_known: bool = False
    named_by_others: int = 0


PersonsObjects = Callable[[UUID, str], Awaitable[Belongings]]
"""Asks for them, of the catalogue and of OpenAI; the person is a user's id or e-mail address."""


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
    belongings: Belongings | None = None
    """What is the person's, when a person was named."""
    objects_left_out: int = 0
    """Objects of the person that the action does not exist for."""


async def resolve(
    tx: AsyncConnection, proposal: Proposal, bounds: Bounds, belongings: Belongings | None = None
) -> Named:
    """*belongings*: of the person, when one is named. Raises NotPlannable, UnknownObject, TooManyObjects."""
    left_out = objects_left_out = 0
    match proposal.naming:
        case Assets(targets):
            named, limit = list(targets), bounds.objects
        case Query(wanted):
            limit = bounds.objects
            named, left_out = await matching(tx, proposal.workspace_id, proposal.action, wanted, limit + 1)
        case OfPerson():
            limit = bounds.objects_of_person
            theirs = belongings.targets if belongings else ()
            named = [one for one in theirs if proposal.action in ACTIONS[one.kind]]
            objects_left_out = len(theirs) - len(named)
        case unreachable:
            assert_never(unreachable)
    named = list(dict.fromkeys(named))
    if len(named) > limit:
        raise _too_many(limit)
    if not named and not _is_erasure(proposal, belongings):
        raise _nothing(proposal, left_out)
    known = await places.of(tx, proposal.workspace_id, named)
    placed = [_placed(target, known, acts_upstream=proposal.acts_upstream) for target in named]
    for target in placed:
        check_target(proposal.action, target)
    times = [known[target].last_at if target in known else None for target in named]
    last_at = max((time for time in times if time is not None), default=None) if all(times) else None
    return Named(tuple(dict.fromkeys(placed)), last_at, left_out, belongings, objects_left_out)


def _is_erasure(proposal: Proposal, belongings: Belongings | None) -> bool:
    """Even without any object there is something to be erased: what the catalogue knows of the person."""
    return proposal.action is Action.DELETE and belongings is not None and belongings.is_known


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
