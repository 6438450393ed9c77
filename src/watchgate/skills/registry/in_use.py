"""What do the versions in use say of themselves? Their manifests, each read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from watchgate.skills.package.load import load_skill
from watchgate.skills.package.manifest import Manifest
from watchgate.skills.reading import read_zip
from watchgate.skills.registry.service import Registry

_PAGE = 200


@dataclass(slots=True)
class InUse:
    """Asks the registry which versions are in use, each time. Holds one manifest for each of them."""

    registry: Registry
    _held: dict[str, Manifest] = field(default_factory=dict)

    async def manifests(self) -> Mapping[str, Manifest]:
        """By skill."""
        found: dict[str, tuple[str, str]] = {}
        after: tuple[str, str] | None = None
        while True:
            page = await self.registry.page(after, _PAGE, only_current=True)
            found |= {one.skill_id: (one.digest, one.version) for one in page}
            if len(page) < _PAGE:
                break
            after = (page[-1].skill_id, page[-1].version)
        used = {digest for digest, _ in found.values()}
        self._held = {digest: manifest for digest, manifest in self._held.items() if digest in used}
        for skill_id, (digest, version) in found.items():
            if digest not in self._held:
                archive = await self.registry.archive(skill_id, version)
                self._held[digest] = load_skill(read_zip(archive)[0]).manifest
        return {skill_id: self._held[digest] for skill_id, (digest, _) in found.items()}
