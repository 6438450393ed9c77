"""What does somebody propose: which action, on which objects, and why? Checked for what can be known without looking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from watchgate.findings.model import FindingFilter
from watchgate.kernel.content import Content
from watchgate.remediation.errors import NotPlannable
from watchgate.remediation.model import ACTIONS, OWNED, PARENTED, Action, Kind, Origin, Target

_FROM_THE_CATALOGUE = frozenset({Kind.CONVERSATION, Kind.FILE, Kind.MESSAGE})
"""Whose owner and parent we look up ourselves."""


@dataclass(frozen=True, slots=True)
class Assets:
    """These objects."""

    targets: Sequence[Target]


@dataclass(frozen=True, slots=True)
class Query:
    """What these findings stand in, as it is now: what is found later is not part of it."""

    filter: FindingFilter


@dataclass(frozen=True, slots=True)
class OfPerson:
    """Everything of one person: a user's id or e-mail address."""

    person: str


Naming = Assets | Query | OfPerson


@dataclass(frozen=True, slots=True)
class Proposal:
    """`also_upstream` is about redaction: delete the object at OpenAI as well as mask our copy.

    `involved`: principals beside the caller that may not decide about it; `starts_after`: a grace period.
    """

    workspace_id: UUID
    action: Action
    naming: Naming
    reason: Content
    also_upstream: bool = False
    rule_id: str | None = None
    involved: frozenset[str] = frozenset()
    starts_after: datetime | None = None

    @property
    def origin(self) -> Origin:
        if self.rule_id is not None:
            return Origin.RULE
        match self.naming:
            case Assets():
                return Origin.ASSETS
            case Query():
                return Origin.QUERY
            case OfPerson():
                return Origin.PERSON
            case unreachable:
                assert_never(unreachable)

    @property
    def acts_upstream(self) -> bool:
        return self.action is not Action.REDACT or self.also_upstream


def check(proposal: Proposal) -> None:
    """Raises NotPlannable for what cannot be, whatever the catalogue says."""
    match proposal.naming:
        case Assets(targets):
            if not targets:
                raise NotPlannable("No object is named. Name at least one, with its kind and id.")
            for target in targets:
                check_target(proposal.action, target)
        case Query():
            if proposal.action is Action.ISOLATE:
                raise NotPlannable(
                    "Findings stand in conversations and files, and those cannot be isolated. Delete or redact them,"
                    " or name the GPTs, projects or agents to isolate."
                )
        case OfPerson():
            if proposal.action is Action.ISOLATE:
                raise NotPlannable("Everything of a person can be deleted or redacted, not isolated.")
    if proposal.also_upstream and proposal.action is not Action.REDACT:
        raise NotPlannable(
            "`also_upstream` is about redaction: to delete or to isolate acts upstream anyway."
        )


def check_target(action: Action, target: Target) -> None:
    """Raises NotPlannable when the action does not exist for the kind, or the route would not know the object."""
    kind = target.kind
    if action not in ACTIONS[kind]:
        raise NotPlannable(_no_such_action(action, kind))
    if kind in _FROM_THE_CATALOGUE:
        return
    if kind in OWNED and target.owner_id is None:
        raise NotPlannable(f"To find the {spoken(kind)} {target.id}, its `owner_id` (user-…) is needed.")
    if kind in PARENTED and target.parent_id is None:
        raise NotPlannable(
            f"To find the {spoken(kind)} {target.id}, its `parent_id` is needed: the {_PARENTS[kind]}."
        )


def spoken(kind: Kind) -> str:
    """The kind in words for people."""
    return (
        "GPT" + kind.removeprefix("gpt").replace("_", " ")
        if kind.startswith("gpt")
        else kind.replace("_", " ")
    )


def _no_such_action(action: Action, kind: Kind) -> str:
    if kind is Kind.MESSAGE:
        return "OpenAI deletes whole conversations, not single messages. Redact the message, or delete its conversation."
    possible = " or ".join(sorted(ACTIONS[kind]))
    return f"A {spoken(kind)} cannot be {_DONE[action]}. Possible is: {possible}."


_DONE = {Action.DELETE: "deleted", Action.REDACT: "redacted", Action.ISOLATE: "isolated"}
_PARENTS = {
    Kind.MEMORY: "memory context it belongs to",
    Kind.GPT_FILE: "GPT it belongs to (g-…)",
    Kind.PROJECT_FILE: "project it belongs to (g-p-…)",
}
