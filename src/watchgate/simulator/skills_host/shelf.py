"""Which skills has a project, and in which versions? A version never changes; what is the default one can be said anew.

Not specified, and so as reported: name and description of a skill are those of its default version; a number is never used twice;
the default version can be deleted only as the last one, and the skill goes with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.seeded import Chance
from watchgate.simulator.skill_folder.folder import SkillFolder


@dataclass(frozen=True, slots=True)
class SkillVersion:
    id: str
    skill_id: str
    number: int
    created_at: int
    folder: SkillFolder


@dataclass(slots=True)
class Skill:
    """It always has at least one version. `newest` also counts those that were deleted."""

    id: str
    created_at: int
    default: int = 1
    newest: int = 0
    versions: dict[int, SkillVersion] = field(default_factory=dict)

    def version(self, number: str) -> SkillVersion:
        """Raises ApiError."""
        found = self.versions.get(int(number)) if number.isascii() and number.isdecimal() else None
        if found is None:
            raise not_found("Skill version", f"{self.id} {number}")
        return found

    def add(self, folder: SkillFolder, *, chance: Chance, now: int) -> SkillVersion:
        self.newest += 1
        added = SkillVersion(chance.hex("skillver_"), self.id, self.newest, now, folder)
        self.versions[self.newest] = added
        return added


class Shelf:
    """The skills of one project."""

    def __init__(self) -> None:
        self._skills: dict[str, Skill] = {}

    def all(self) -> Sequence[Skill]:
        """The oldest first."""
        return tuple(self._skills.values())

    def skill(self, skill_id: str) -> Skill:
        """Raises ApiError."""
        if skill_id not in self._skills:
            raise not_found("Skill", skill_id)
        return self._skills[skill_id]

    def create(self, folder: SkillFolder, *, chance: Chance, now: int) -> Skill:
        made = Skill(chance.hex("skill_"), now)
        made.add(folder, chance=chance, now=now)
        self._skills[made.id] = made
        return made

    def delete(self, skill_id: str) -> None:
        """Raises ApiError."""
        del self._skills[self.skill(skill_id).id]

    def delete_version(self, skill_id: str, number: str) -> SkillVersion:
        """Raises ApiError."""
        skill = self.skill(skill_id)
        version = skill.version(number)
        if len(skill.versions) == 1:
            self.delete(skill_id)
        elif version.number == skill.default:
            raise ApiError(
                400,
                "The default version cannot be deleted: set another default version first.",
                param="version",
            )
        del skill.versions[version.number]
        return version


def not_found(what: str, which: str) -> ApiError:
    return ApiError(404, f"{what} not found: {which}", code="not_found")
