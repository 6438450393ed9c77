"""What can a caller be allowed to do, and who is calling?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from fastapi import Request


class Permission(StrEnum):
    """One thing a route asks for. Roles (`watchgate.identity.roles`) are sets of them."""

    READ = "read"
    """See workspaces, the masked catalogue and findings."""
    REVEAL = "reveal"
    """See content unmasked; each time is a ledger entry."""
    MANAGE = "manage"
    """Enrol, change and remove workspaces and their keys."""
    APPROVE = "approve"
    """Decide what was escalated."""
    AUDIT = "audit"
    """Read and export the evidence."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the token's id and name, and what it may do. Holds no secret."""

    token_id: str
    name: str
    role: str
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


Authenticate = Callable[[str], Awaitable[Caller | None]]
"""Whose bearer token is this? None when it is unknown, expired or revoked."""


def caller_of(request: Request) -> Caller:
    """The caller of a guarded route, for `Depends`."""
    caller = request.scope["watchgate.caller"]
    assert isinstance(caller, Caller)
    return caller
