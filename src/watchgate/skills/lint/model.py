"""What does a lint rule get, and what does it answer?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from watchgate.documents.problems import Place, Problem
from watchgate.skills.lint.limits import Limit, Limits
from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.model import Target, Tenant


@dataclass(frozen=True, slots=True)
class Subject:
    """The *skill*, for which *targets*; *before*: the version that was published last, if there is one."""

    skill: Skill
    targets: frozenset[Target]
    limits: Limits
    tenant: Tenant
    before: Skill | None = None


Rule = Callable[[Subject], Iterator[Problem]]


def over(limit: Limit, value: int, file: str, what: str, remedy: str, line: int = 0) -> Iterator[Problem]:
    """A problem when *value* is more than *limit*. *what* has the number in front of it: `characters of instructions`."""
    if value > limit.at_most:
        message = f"{value:,} {what}, and at most {limit.at_most:,} are taken {limit.remark}."
        yield Problem(Place(file, line, 1 if line else 0), "", message, remedy, limit.severity)
