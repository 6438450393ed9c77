"""What do the objects of a plan come to, one by one and in sum? From what was seen; looks at nothing itself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import rfc3339
from watchgate.remediation import consequences
from watchgate.remediation.model import Target
from watchgate.remediation.pace import Pace
from watchgate.remediation.ports import Effects, Presence, Seen
from watchgate.remediation.proposal import Proposal, spoken
from watchgate.remediation.resolving import Belongings, Named

NOT_LOOKED = "not_looked"
"""Beside `Presence`: nobody has asked OpenAI about the object."""
_NO_EFFECTS = Effects()
_UNSEEN = Seen(Presence.UNKNOWN)
_NOTHING_FOUND: Mapping[str, Json] = {"total": 0, "by_entity": {}, "ids": []}
_NO_RATE = 1e9
_NOTES_SHOWN = 3


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
class Own:
    """What is known here of the objects. `elsewhere`: how many are in other open requests."""

    findings: Mapping[Target, Mapping[str, Json]]
    effects: Mapping[Target, Effects]
    holds: Mapping[Target, str]
    elsewhere: int


def planned_object(
    proposal: Proposal, target: Target, own: Own, seen: Mapping[Target, Seen]
) -> PlannedObject:
    """One object with what would happen to it."""
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


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a plan's sums depend on beside its objects."""

    pace: Pace
    refusal: str | None
    elsewhere: int


def sums(
    proposal: Proposal, named: Named, objects: Sequence[PlannedObject], around: Circumstances
) -> dict[str, Json]:
    """What the tables keep of a plan, beside its objects."""
    held = [str(one.effects["hold"]) for one in objects if one.effects["hold"] is not None]
    presence = Counter(str(one.effects["presence"]) for one in objects)
    looked = len(objects) - presence[NOT_LOOKED]
    going = len(objects) - len(held)
    acts = proposal.acts_upstream
    rate = around.pace.per_minute
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
        "key_refuses": around.refusal,
        "per_minute": int(rate) if acts and rate < _NO_RATE else None,
        "per_hour": around.pace.per_hour or None if acts else None,
        "expected_seconds": around.pace.seconds(going) if acts else 0,
        "warnings": [
            *_of_person(named),
            *_open_elsewhere(around.elsewhere),
            *_warnings(proposal, named, objects, looked),
        ],
        **_person(named.belongings),
    }


def _person(belongings: Belongings | None) -> dict[str, Json]:
    """Whom a plan about a person is about, and which kinds of objects could not be asked for."""
    if belongings is None:
        return {}
    not_looked: dict[str, Json] = {kind.value: why for kind, why in belongings.not_looked.items()}
    return {"person": {"user_ids": list(belongings.user_ids), "not_looked": not_looked}}


def _of_person(named: Named) -> list[Json]:
    said: list[Json] = []
    if named.belongings and (not_looked := named.belongings.not_looked):
        kinds = ", ".join(f"{spoken(kind)}: {why}" for kind, why in sorted(not_looked.items()))
        said.append(
            f"NOT COMPLETE: OpenAI could not be asked for everything of this person ({kinds})."
            " What was not asked for is not deleted. Mend it and plan again."
        )
    if named.belongings and (count := named.belongings.named_by_others):
        said.append(
            f"Other people name this person (by address or full name) in {count:,} of their messages and files."
            " Those are not part of this: decide about them one by one."
        )
    if named.objects_left_out:
        said.append(
            f"{named.objects_left_out:,} objects of this person cannot be redacted, only deleted; they are not part of this."
        )
    return said


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
        said += [note for note in notes[:_NOTES_SHOWN] if note]
    return said


def _open_elsewhere(count: int) -> list[Json]:
    return [f"{count:,} of the objects are in other requests that are not finished yet."] if count else []


def _added(objects: Sequence[PlannedObject], name: str) -> int:
    return sum(value for one in objects if isinstance(value := one.findings[name], int))


def _by_name(parts: Iterable[Json]) -> dict[str, Json]:
    added: Counter[str] = Counter()
    for part in parts:
        assert isinstance(part, dict)
        added.update(part)
    return dict(added)
