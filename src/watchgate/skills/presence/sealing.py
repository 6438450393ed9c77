"""How is what people wrote kept? Sealed for the very place it stands in."""

import json
from collections.abc import Sequence

from watchgate.kernel.content import Content
from watchgate.skills.presence.model import PartChange
from watchgate.skills.targets.model import Target
from watchgate.storage.sealing import WorkspaceSealer


def seal_lines(
    sealer: WorkspaceSealer, skill_id: str, target: Target, changes: Sequence[PartChange]
) -> bytes | None:
    """The diffs, in the order of *changes*; None when there is none."""
    if not changes:
        return None
    plain = json.dumps([one.lines for one in changes], ensure_ascii=False).encode(errors="surrogatepass")
    return sealer.seal(plain, context=_lines_context(skill_id, target))


def open_lines(
    sealer: WorkspaceSealer, skill_id: str, target: Target, sealed: bytes
) -> list[tuple[Content, ...]]:
    """Raises SealBroken."""
    plain = sealer.open(sealed, context=_lines_context(skill_id, target)).decode(errors="surrogatepass")
    return [tuple(Content(line) for line in lines) for lines in json.loads(plain)]


def seal_name(sealer: WorkspaceSealer, target: Target, object_id: str, name: Content) -> bytes:
    return sealer.seal(name_bytes(name), context=_name_context(target, object_id))


def open_name(sealer: WorkspaceSealer, target: Target, object_id: str, sealed: bytes) -> Content:
    """Raises SealBroken."""
    plain = sealer.open(sealed, context=_name_context(target, object_id))
    return Content(plain.decode(errors="surrogatepass"))


def name_bytes(name: Content) -> bytes:
    return name.reveal().encode(errors="surrogatepass")


def _lines_context(skill_id: str, target: Target) -> bytes:
    return f"skill presence\0{target}\0{skill_id}".encode()


def _name_context(target: Target, object_id: str) -> bytes:
    return f"unmanaged\0{target}\0{object_id}".encode()
