"""What is the key of a skill? Whoever holds it can leave records of that skill, and do nothing else."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from watchgate.http.permissions import Caller, Permission
from watchgate.kernel.errors import UserError
from watchgate.kernel.randomness import random_bytes

PREFIX = "wgs_"
ROLE = "skill"
"""What a caller with such a key is, beside the roles of people."""


class UnknownKey(UserError):
    """There is no such key."""


@dataclass(frozen=True, slots=True)
class SkillKey:
    """`workspace_id`: the workspace that its records belong to; None: only callers of all workspaces see them."""

    id: str
    skill_id: str
    workspace_id: UUID | None
    created_at: datetime
    created_by: str
    revoked_at: datetime | None = None

    def as_caller(self) -> Caller:
        reach = None if self.workspace_id is None else frozenset({self.workspace_id})
        return Caller(self.id, self.skill_id, ROLE, frozenset({Permission.RECORD}), workspaces=reach)


def mint() -> str:
    """A new key. It has 256 random bits, so a plain hash of it cannot be guessed back."""
    return PREFIX + urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode()


def hash_of(secret: str) -> bytes:
    """What is stored of a key (32 bytes)."""
    return sha256(secret.encode(errors="surrogatepass")).digest()
