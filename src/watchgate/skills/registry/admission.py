"""What may come into the registry? What the lint lets through, and what somebody vouches for who may."""

from collections.abc import Sequence
from dataclasses import dataclass

from watchgate.documents.problems import Problem
from watchgate.kernel.errors import UserError
from watchgate.skills import signing
from watchgate.skills.lint.limits import Limits
from watchgate.skills.lint.model import Subject
from watchgate.skills.lint.run import lint
from watchgate.skills.package.digest import SIGNATURE
from watchgate.skills.package.skill import Skill, SkillError
from watchgate.skills.registry.errors import NotFit
from watchgate.skills.registry.model import Version
from watchgate.skills.targets.model import Target, Tenant


@dataclass(frozen=True, slots=True)
class Admitted:
    """`version` as it is kept; `warnings` of the lint."""

    version: Version
    warnings: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Admission:
    """*signers*: public keys of those who may vouch for skills. None named: a signature is not asked for."""

    tenant: Tenant
    limits: Limits
    signers: tuple[str, ...] = ()
    targets: frozenset[Target] = frozenset(Target)

    def check(self, skill: Skill, before: Skill | None) -> tuple[str | None, Sequence[Problem]]:
        """Who vouches for it, and the lint's warnings. Raises NotFit."""
        signer = self._signer(skill)
        problems = lint(Subject(skill, self.targets, self.limits, self.tenant, before))
        if errors := [one for one in problems if one.severity == "error"]:
            raise NotFit(str(SkillError(errors)))
        return signer, problems

    def _signer(self, skill: Skill) -> str | None:
        if not self.signers:
            return None
        signature = skill.files.get(SIGNATURE)
        if signature is None:
            raise NotFit(
                "It is not signed. `watchgate skills sign` does that, with a key that `skills_signers` names."
            )
        for public in self.signers:
            try:
                signing.check(skill, signature.decode(errors="replace"), public)
            except UserError:
                continue
            return public.partition("+")[0]
        raise NotFit(
            "None of those who may vouch for skills has signed exactly these files. Have it signed again."
        )
