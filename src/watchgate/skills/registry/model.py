"""What is a version of a skill in the registry, and which step leads from which state to which?

    draft ──▶ in_review ──▶ approved ──▶ published ──▶ deprecated
      ▲           │             │            │             │
      └───────────┘ sent back   └────────────┴─────────────┴──▶ withdrawn

A version is known by its digest and never changes; its state does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    DEPRECATED = "deprecated"
    """Still there for who has it; nobody should begin with it."""
    WITHDRAWN = "withdrawn"
    """Not to be used any more."""


class Step(StrEnum):
    """What somebody does to a version."""

    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    DEPRECATE = "deprecate"
    WITHDRAW = "withdraw"


_S = State
STEPS: Mapping[Step, tuple[frozenset[State], State]] = {
    Step.SUBMIT: (frozenset({_S.DRAFT}), _S.IN_REVIEW),
    Step.APPROVE: (frozenset({_S.IN_REVIEW}), _S.APPROVED),
    Step.SEND_BACK: (frozenset({_S.IN_REVIEW}), _S.DRAFT),
    Step.PUBLISH: (frozenset({_S.APPROVED, _S.PUBLISHED, _S.DEPRECATED}), _S.PUBLISHED),
    Step.DEPRECATE: (frozenset({_S.PUBLISHED}), _S.DEPRECATED),
    Step.WITHDRAW: (frozenset(_S) - {_S.WITHDRAWN}, _S.WITHDRAWN),
}
"""Step → the states it can be taken from, and the one it leads to. To publish an older version again is to roll back."""

DECISIONS = frozenset({Step.APPROVE, Step.SEND_BACK})
"""Taken by somebody who has no hand in the version."""


@dataclass(frozen=True, slots=True)
class Version:
    """`signer`: the name of the key that vouches for it; `involved`: principals that may not review it;
    `is_current`: the one of its skill that is in use.
    """

    skill_id: str
    version: str
    digest: str
    name: str
    title: str
    owner: str
    state: State
    size_bytes: int
    signer: str | None
    involved: tuple[str, ...]
    added_at: datetime
    added_by_name: str
    changed_at: datetime
    reviewed_by_name: str | None
    reviewed_at: datetime | None
    note: str | None
    is_current: bool
