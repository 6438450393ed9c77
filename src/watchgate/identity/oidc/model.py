"""What is a provider to us, and which group of it gives which rights?"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from watchgate.http.permissions import Permission
from watchgate.identity.roles import Role
from watchgate.kernel.content import Content


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do, and where (None: in all workspaces)."""

    role: Role
    grants: frozenset[Permission] = frozenset()
    workspaces: frozenset[UUID] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        return self.role.permissions | self.grants


@dataclass(frozen=True, slots=True)
class Provider:
    """Another provider that people may sign in with. Printing it does not show the secret."""

    name: str
    """Stands in the address: `/api/v1/signin/<name>`."""
    label: str
    """What people call it."""
    issuer: str
    client_id: str
    client_secret: Content | None
    """None: a public client, with PKCE alone."""
    scopes: tuple[str, ...]
    group_claim: str
    groups: Mapping[str, Rights]


@dataclass(frozen=True, slots=True)
class Claims:
    """What the provider has said, and we have believed, of a person."""

    subject: str
    email: str
    name: str
    groups: frozenset[str]
