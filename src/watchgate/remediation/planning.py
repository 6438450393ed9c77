"""What would happen? A dry-run: each object with what goes, what goes with it and what stays, and the sums. Changes nothing upstream."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import rfc3339
from watchgate.remediation import consequences
from watchgate.remediation.looking import Looking, look
from watchgate.remediation.model import Action, Target
from watchgate.remediation.pace import Pace
from watchgate.remediation.ports import Effects, Holds, OwnCopy, Presence, Seen, Upstream
from watchgate.remediation.proposal import Proposal
from watchgate.remediation.resolving import Bounds, Named, PersonsObjects, resolve
from watchgate.remediation.store.found_in import found_in
from watchgate.storage.database import Database

NOT_LOOKED = "not_looked"
"""Beside `Presence`: nobody has asked OpenAI about the object."""
_NO_EFFECTS = Effects()
_UNSEEN = Seen(Presence.UNKNOWN)
_NOTHING_FOUND: Mapping[str, Json] = {"total": 0, "by_entity": {}, "ids": []}


@dataclass(frozen=True, slots=True)
class PlannedObject:
    """`findings` and `effects` as the tables keep them."""

    target: Target
    findings: Mapping[str, Json]
    effects: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Plan:
    """`sums` as the tables keep it."""

    named: Named
    objects: Sequence[PlannedObject]
    sums: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class _Own:
    findings: Mapping[Target, Mapping[str, Json]]
    effects: Mapping[Target, Effects]
    holds: Mapping[Target, str]


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
        async with self.database.read() as tx:
            named = await resolve(tx, proposal, self.bounds, self.persons_objects)
            own = await self._own(tx, proposal, named.targets)
        seen: Mapping[Target, Seen] = {}
        refusal = None
        if proposal.acts_upstream:
            refusal = await self.upstream.refuses(proposal.workspace_id)
            seen = await look(self.upstream, proposal.workspace_id, named.targets, self.looking)
        objects = tuple(_object(proposal, target, own, seen) for target in named.targets)
        return Plan(named, objects, _sums(proposal, named, objects, self.pace, refusal))

    async def _own(self, tx: AsyncConnection, proposal: Proposal, targets: Sequence[Target]) -> _Own:
        workspace_id, action = proposal.workspace_id, proposal.action
        effects: dict[Target, Effects] = {}
        if action is not Action.ISOLATE:
            for target in targets:
                effects[target] = await self.own_copy.effects(tx, workspace_id, action, target)
        return _Own(
            await found_in(tx, workspace_id, targets),
            effects,
            await self.holds.holding(tx, workspace_id, targets),
        )


def _object(proposal: Proposal, target: Target, own: _Own, seen: Mapping[Target, Seen]) -> PlannedObject:
    there = consequences.upstream(proposal.action, target.kind, also_upstream=proposal.also_upstream)
    here = own.effects.get(target, _NO_EFFECTS)
    look = seen.get(target, _UNSEEN)
    effects: dict[str, Json] = {
        "goes": [there.goes, *here.goes],
        "goes_with_it": [*there.goes_with_it, *here.goes_with_it],
        "stays": [*there.stays, *here.stays],
        "counts": dict(here.counts),
        "presence": look.presence.value if target in seen else NOT_LOOKED,
        "presence_note": look.note,
        "about": dict(look.about),
        "hold": own.holds.get(target),
    }
    return PlannedObject(target, own.findings.get(target, _NOTHING_FOUND), effects)


def _sums(
    proposal: Proposal, named: Named, objects: Sequence[PlannedObject], pace: Pace, refusal: str | None
) -> dict[str, Json]:
    held = [str(one.effects["hold"]) for one in objects if one.effects["hold"] is not None]
    presence = Counter(str(one.effects["presence"]) for one in objects)
    looked = len(objects) - presence[NOT_LOOKED]
    going = len(objects) - len(held)
    acts = proposal.acts_upstream
    rate = pace.objects_per_minute
    return {
        "objects": len(objects),
        "by_kind": dict(Counter(one.target.kind.value for one in objects)),
        "findings": _added(objects, "total"),
        "by_entity": _by_name(one.findings["by_entity"] for one in objects),
        "counts": _by_name(one.effects["counts"] for one in objects),
        "left_out": named.left_out,
        "last_at": rfc3339(named.last_at) if named.last_at else None,
        "held": len(held),
        "holds": sorted(set(held)),
        "looked_at": looked,
        "presence": dict(presence),
        "key_refuses": refusal,
        "per_minute": int(rate) if acts and rate < _NO_RATE else None,
        "per_hour": pace.per_hour or None if acts else None,
        "expected_seconds": pace.seconds(going) if acts else 0,
        "warnings": _warnings(proposal, named, objects, looked),
    }


_NO_RATE = 1e9


def _warnings(proposal: Proposal, named: Named, objects: Sequence[PlannedObject], looked: int) -> list[Json]:
    said: list[Json] = []
    if proposal.acts_upstream and looked < len(objects):
        said.append(
            f"OpenAI was asked about {looked:,} of the {len(objects):,} objects only; the others are taken to be there."
        )
    if named.left_out:
        said.append(
            f"{named.left_out:,} findings stand in events of the workspace's logs; nothing can be done about those upstream."
        )
    if notes := sorted(
        {str(one.effects["presence_note"]) for one in objects if one.effects["presence"] == "unknown"}
    ):
        said += [note for note in notes[:3] if note]
    return said


def _added(objects: Sequence[PlannedObject], name: str) -> int:
    return sum(value for one in objects if isinstance(value := one.findings[name], int))


def _by_name(parts: Iterable[Json]) -> dict[str, Json]:
    sums: Counter[str] = Counter()
    for part in parts:
        assert isinstance(part, dict)
        sums.update(part)
    return dict(sums)
