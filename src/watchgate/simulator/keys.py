"""Which keys does the simulation know, and what may each do?"""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256

KEY_PREFIX = "sk-sim-"


class Scope(StrEnum):
    """What a key may be allowed to do (contracts §1.1)."""

    LOGS = "chatgpt.enterprise.compliance_logs_platform.read"
    READ = "chatgpt.enterprise.compliance_export.read"
    DELETE = "chatgpt.enterprise.compliance_export.delete"
    ADMIN = "api.organization.admin"
    DIRECTORY_READ = "api.workspaces.directory.read"
    SKILLS_READ = "api.skills.read"
    SKILLS_WRITE = "api.skills.write"
    ELSEWHERE = "another workspace"
    """The key is good, but for another workspace."""
    OTHER_PROJECT = "another project"
    """The key is good, but for another project of the API platform."""


_READS = frozenset({Scope.LOGS, Scope.READ})
_SKILLS = frozenset({Scope.SKILLS_READ, Scope.SKILLS_WRITE})
_SCOPES: Mapping[str, frozenset[Scope]] = {
    "full": _READS | {Scope.DELETE, Scope.DIRECTORY_READ},
    "read_only": _READS,
    "no_compliance": frozenset(),
    "other_workspace": _READS | {Scope.DELETE, Scope.DIRECTORY_READ, Scope.ELSEWHERE},
    "admin": frozenset({Scope.ADMIN}),
    "project": _SKILLS,
    "project_read_only": frozenset({Scope.SKILLS_READ}),
    "other_project": _SKILLS | {Scope.OTHER_PROJECT},
}


class Keys:
    """The keys of one seed."""

    def __init__(self, seed: int, *, others: tuple[str, ...] = (), accepts_any: bool = False) -> None:
        """*others* are known keys without any of these scopes; with *accepts_any* every unknown key may do everything."""
        self.by_name = {name: _key(seed, name) for name in _SCOPES}
        self._scopes = {key: _SCOPES[name] for name, key in self.by_name.items()}
        self._scopes |= dict.fromkeys(others, frozenset())
        self._of_strangers = (
            frozenset(Scope) - {Scope.ELSEWHERE, Scope.OTHER_PROJECT} if accepts_any else None
        )

    def scopes_of(self, key: str) -> frozenset[Scope] | None:
        """What *key* may do; None when nobody knows it."""
        return self._scopes.get(key, self._of_strangers)


def redacted(key: str) -> str:
    """*key* as audit logs show it: the first three and the last four characters."""
    return f"{key[:3]}...{key[-4:]}"


def _key(seed: int, name: str) -> str:
    digits = sha256(f"watchgate simulator {seed} key {name}".encode()).hexdigest()[:32]
    return f"{KEY_PREFIX}{name.replace('_', '-')}-{digits}"
