"""What can a caller be allowed to do, and who is calling?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from watchgate.http.problems import Problem


class Permission(StrEnum):
    """One thing a route asks for. Roles (`watchgate.identity.roles`) are sets of them."""

    READ = "read"
    """See workspaces, the masked catalogue and findings."""
    REVEAL = "reveal"
    """See content unmasked; each time is a ledger entry. No role has it: it is granted to a person or a token."""
    REQUEST = "request"
    """Plan remediations and ask for them, withdraw one's own, run what was approved; add skills and submit them for review."""
    APPROVE = "approve"
    """Decide about remediations that others asked for, and about skills that others added."""
    TAKE_PART = "take-part"
    """Comment on remediations, pause and cancel them: for those who ask as well as those who decide."""
    EMERGENCY = "emergency"
    """Carry out a remediation without approval; a loud entry each time. No role has it: it is granted."""
    HOLD = "hold"
    """Place and release legal holds."""
    MANAGE = "manage"
    """Enrol, change and remove workspaces and their keys; publish and withdraw skills."""
    IDENTITY = "identity"
    """Make, change and end people's accounts, API tokens and gateway keys."""
    AUDIT = "audit"
    """Read and export the evidence."""
    RECORD = "record"
    """Leave records of a skill in the Hub. No role has it and nobody is granted it: the key of a skill is for this alone."""


GRANTED_ONLY = frozenset({Permission.REVEAL, Permission.EMERGENCY})
"""What no role brings along; it is granted by name, beside the role."""


KEYS_ONLY = frozenset({Permission.RECORD})
"""What people and their tokens do not have; and who has it has nothing else."""

WHOLE_ONLY = frozenset({Permission.IDENTITY, Permission.AUDIT})
"""What concerns all workspaces at once: whoever is limited to some does not have it, whatever his role."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the id and name of a token (`tok_…`) or a person (`usr_…`), and what it may do. Holds no secret."""

    id: str
    name: str
    role: str
    permissions: frozenset[Permission]
    person_id: str | None = None
    """The person who is signed in, or whose token it is; None for a token that belongs to nobody."""
    workspaces: frozenset[UUID] | None = None
    """The workspaces it may see; None is all."""
    made_by: str | None = None
    """Who made a token that belongs to nobody, if that is known: four eyes count it as theirs."""

    @property
    def principal(self) -> str:
        """Who stands behind it: two tokens of one person are one principal. What four eyes are counted by."""
        return self.person_id or self.id

    @property
    def behind(self) -> frozenset[str]:
        """Everybody who stands behind it, for four eyes: the person; or the token itself and who made it, when it is nobody's."""
        return frozenset({self.principal, self.id} | ({self.made_by} if self.made_by else set()))

    def may(self, permission: Permission) -> bool:
        is_reached = self.workspaces is None or permission not in WHOLE_ONLY
        return is_reached and permission in self.permissions

    def may_see(self, workspace_id: UUID) -> bool:
        return self.workspaces is None or workspace_id in self.workspaces


Authenticate = Callable[[str], Awaitable[Caller | None]]
"""Whose bearer token is this? None when it is unknown, expired or revoked."""


def caller_of(request: Request) -> Caller:
    """The caller of a guarded route, for `Depends`."""
    caller = request.scope["watchgate.caller"]
    assert isinstance(caller, Caller)
    return caller


def workspaces_of(request: Request) -> frozenset[UUID] | None:
    """The workspaces whose things the caller of a guarded route may see; None: all."""
    return caller_of(request).workspaces


Within = Annotated[frozenset[UUID] | None, Depends(workspaces_of)]
"""Declares on a route that lists are limited to what the caller may see."""


def unlimited_only(request: Request) -> None:
    """Refuses who is limited to some workspaces, for routes about new ones."""
    if workspaces_of(request) is not None:
        raise Problem(403, "forbidden", "This is for callers who are not limited to workspaces.")
