"""What should there be? Each skill that was published: the version in use, and those that were before it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import groupby

from watchgate.skills.package.load import load_skill
from watchgate.skills.package.skill import Skill
from watchgate.skills.reading import read_zip
from watchgate.skills.registry.model import State, Version
from watchgate.skills.registry.service import Registry

_WERE_PUBLISHED = frozenset({State.PUBLISHED, State.DEPRECATED, State.WITHDRAWN})
_PAGE = 500
_MOST_VERSIONS = 20
"""So many versions something is compared with; what is older than that has drifted."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A skill. `versions`: those that were ever published, the newest change first; `current`: the one in use, if any is."""

    skill_id: str
    current: Version | None
    versions: tuple[Version, ...]

    @property
    def names(self) -> frozenset[str]:
        """What its folder is, or was, called."""
        return frozenset(one.name for one in self.versions)

    @property
    def likely(self) -> tuple[Version, ...]:
        """Its versions, the one in use first."""
        rest = (one for one in self.versions if one != self.current)
        return (((self.current,) if self.current else ()) + tuple(rest))[:_MOST_VERSIONS]


async def expected(registry: Registry) -> list[Expected]:
    """All skills, by id."""
    found = [one async for one in _versions(registry) if one.state in _WERE_PUBLISHED]
    return [_of(skill_id, list(versions)) for skill_id, versions in groupby(found, lambda one: one.skill_id)]


async def skill_of(registry: Registry, version: Version) -> Skill:
    """The version as it was signed and published. Raises UnknownVersion."""
    return load_skill(read_zip(await registry.archive(version.skill_id, version.version))[0])


def _of(skill_id: str, versions: list[Version]) -> Expected:
    newest_first = sorted(versions, key=lambda one: one.changed_at, reverse=True)
    return Expected(skill_id, next((one for one in versions if one.is_current), None), tuple(newest_first))


async def _versions(registry: Registry) -> AsyncIterator[Version]:
    after: tuple[str, str] | None = None
    while page := await registry.page(after, _PAGE):
        for one in page:
            yield one
        after = (page[-1].skill_id, page[-1].version)
