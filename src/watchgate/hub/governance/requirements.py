"""Which skills must leave a record of each run, and within which time? As the version in use says, read once a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from watchgate.skills.package.load import load_skill
from watchgate.skills.reading import read_zip
from watchgate.skills.registry.service import Registry

_PAGE = 200


@dataclass(slots=True)
class Requirements:
    """Asks the registry. Holds one window for each version in use."""

    registry: Registry
    _held: dict[str, timedelta | None] = field(default_factory=dict)

    async def windows(self) -> Mapping[str, timedelta]:
        """Skill → how long after a run its record may come. Without those that need leave none."""
        current: dict[str, tuple[str, str]] = {}
        after: tuple[str, str] | None = None
        while True:
            page = await self.registry.page(after, _PAGE, only_current=True)
            current |= {one.skill_id: (one.digest, one.version) for one in page}
            if len(page) < _PAGE:
                break
            after = (page[-1].skill_id, page[-1].version)
        used = {digest for digest, _ in current.values()}
        self._held = {digest: window for digest, window in self._held.items() if digest in used}
        found: dict[str, timedelta] = {}
        for skill_id, (digest, version) in current.items():
            if digest not in self._held:
                self._held[digest] = await self._window(skill_id, version)
            window = self._held[digest]
            if window is not None:
                found[skill_id] = window
        return found

    async def _window(self, skill_id: str, version: str) -> timedelta | None:
        skill = load_skill(read_zip(await self.registry.archive(skill_id, version))[0])
        telemetry = skill.manifest.telemetry
        is_required = skill.manifest.output is not None and telemetry.record == "required"
        return timedelta(seconds=telemetry.record_within_s) if is_required else None
