"""Does this request need a second person, and why? Without thresholds every request does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchgate.remediation.model import Action, Kind, Origin
from watchgate.remediation.request import Request


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What may go without approval: all four must hold. The defaults let nothing through."""

    objects: int = 0
    """At most so many objects."""
    actions: frozenset[Action] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    youngest: timedelta = timedelta()
    """Only objects that were last written to at least so long ago; 0: of any age, also when we do not know it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What counts for the thresholds."""

    action: Action
    objects: int
    kinds: Collection[Kind]
    last_at: datetime | None
    is_of_person: bool = False
    is_by_rule: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """Is it needed? `note` says why, or why not, in one sentence."""

    is_needed: bool
    note: str


def facts_of(request: Request) -> Facts:
    """As the plan has them."""
    plan = request.plan
    by_kind, last_at = plan["by_kind"], plan["last_at"]
    assert isinstance(by_kind, dict)
    return Facts(
        request.action,
        sum(int(str(count)) for count in by_kind.values()),
        [Kind(kind) for kind in by_kind],
        datetime.fromisoformat(str(last_at)) if last_at else None,
        is_of_person=request.origin is Origin.PERSON,
        is_by_rule=request.origin is Origin.RULE,
    )


def approval(thresholds: Thresholds, facts: Facts, now: datetime) -> Approval:
    """Everything about a person and everything a rule opens needs approval, whatever the thresholds say."""
    return Approval(True, reason) if (reason := _reason(thresholds, facts, now)) else Approval(False, _FREE)


_FREE = "The thresholds in the settings let it go without approval."


def _reason(thresholds: Thresholds, facts: Facts, now: datetime) -> str | None:
    others = sorted(kind.value for kind in facts.kinds if kind not in thresholds.kinds)
    young = facts.last_at is not None and now - facts.last_at < thresholds.youngest
    reasons = (
        (thresholds.objects == 0, "Every request needs a second person's approval."),
        (facts.is_of_person, "The erasure of a person always needs approval."),
        (facts.is_by_rule, "What a rule opens needs approval."),
        (facts.action not in thresholds.actions, f"To {facts.action} needs approval."),
        (facts.objects > thresholds.objects, f"More than {thresholds.objects:,} objects need approval."),
        (others, f"Objects of these kinds need approval: {', '.join(others)}."),
        (
            thresholds.youngest and facts.last_at is None,
            "How old some of the objects are is not known, so approval is needed.",
        ),
        (young, f"Objects written to within the last {thresholds.youngest.days} days need approval."),
    )
    return next((said for applies, said in reasons if applies), None)
