"""What would happen? A dry-run: everything is looked at, and nothing changed, at OpenAI or here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.looking import Looking, look
from watchgate.remediation.model import Action, Target
from watchgate.remediation.pace import Pace
from watchgate.remediation.plan import Circumstances, Own, Plan, planned_object, sums
from watchgate.remediation.ports import Effects, Holds, OwnCopy, Seen, Upstream
from watchgate.remediation.proposal import OfPerson, Proposal
from watchgate.remediation.resolving import Belongings, Bounds, PersonsObjects, resolve
from watchgate.remediation.store.elsewhere import elsewhere
from watchgate.remediation.store.found_in import found_in
from watchgate.storage.database import Database


@dataclass(frozen=True, slots=True)
class Planner:
    """Looks at everything that a plan tells of."""

    database: Database
    upstream: Upstream
    own_copy: OwnCopy
    holds: Holds
    persons_objects: PersonsObjects
    bounds: Bounds = field(default_factory=Bounds)
    looking: Looking = field(default_factory=Looking)
    pace: Pace = field(default_factory=Pace)

    async def plan(self, proposal: Proposal) -> Plan:
        """Raises NotPlannable, UnknownObject, TooManyObjects."""
        belongings = await self._belongings(proposal)
        async with self.database.read() as tx:
            named = await resolve(tx, proposal, self.bounds, belongings)
            own = await self._own(tx, proposal, named.targets)
        seen: Mapping[Target, Seen] = {}
        refusal = None
        if proposal.acts_upstream:
            refusal = await self.upstream.refuses(proposal.workspace_id)
            seen = await look(self.upstream, proposal.workspace_id, named.targets, self.looking)
        objects = tuple(planned_object(proposal, target, own, seen) for target in named.targets)
        around = Circumstances(self.pace, refusal, own.elsewhere)
        return Plan(named, objects, sums(proposal, named, objects, around))

    async def _belongings(self, proposal: Proposal) -> Belongings | None:
        """Of the person who is named, if one is. OpenAI is asked: outside of any transaction."""
        match proposal.naming:
            case OfPerson(person):
                return await self.persons_objects(proposal.workspace_id, person)
            case _:
                return None

    async def _own(self, tx: AsyncConnection, proposal: Proposal, targets: Sequence[Target]) -> Own:
        workspace_id, action = proposal.workspace_id, proposal.action
        effects: dict[Target, Effects] = {}
        if action is not Action.ISOLATE:
            for target in targets:
                effects[target] = await self.own_copy.effects(tx, workspace_id, action, target)
        return Own(
            await found_in(tx, workspace_id, targets),
            effects,
            await self.holds.holding(tx, workspace_id, targets),
            len(await elsewhere(tx, workspace_id, targets)),
        )
