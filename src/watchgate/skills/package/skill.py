"""What is a skill? A folder of files that was read and is in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from watchgate.documents.problems import Problem
from watchgate.kernel.errors import UserError
from watchgate.skills.package.digest import digest_of
from watchgate.skills.package.manifest import Manifest
from watchgate.skills.package.skill_md import SkillMd


class SkillError(UserError):
    """The folder is not a skill. `problems` holds everything that is to be mended."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        more = f" ({len(problems) - 1} more: run `watchgate skills lint`)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


@dataclass(frozen=True)
class Skill:
    """`files`: path → bytes, all of them. Treat it as fixed: the digest is of these bytes."""

    files: Mapping[str, bytes]
    text: SkillMd
    manifest: Manifest

    @cached_property
    def digest(self) -> str:
        return digest_of(self.files)

    @property
    def name(self) -> str:
        return self.text.front.name
