"""Is the key-encryption key there, whole, and readable by its owner only?"""

import stat
from pathlib import Path

from watchgate.doctor.model import Line, Lines, failed, ok, warning
from watchgate.kernel.errors import UserError
from watchgate.settings import Settings, key_encryption_keys
from watchgate.storage.key_encryption import KEY_BYTES, held_keys_from_text

NAME = "key-encryption key"
_OPEN_TO_OTHERS = 0o077


async def look(settings: Settings) -> Lines:
    """One line, or one for each thing that is wrong."""
    if text := key_encryption_keys():
        return [_from_environment(text)]
    path = settings.data_dir / "keys" / "kek"
    if not path.exists():
        return [ok(NAME, f"{path} is not there yet; it is made when the first key is sealed")]
    return _of_file(path)


def _from_environment(text: str) -> Line:
    try:
        return ok(NAME, f"{held_keys_from_text(text).key_id}, from WATCHGATE_KEK")
    except UserError as problem:
        return failed(NAME, str(problem))


def _of_file(path: Path) -> Lines:
    wrong = []
    if stat.S_IMODE(path.stat().st_mode) & _OPEN_TO_OTHERS:
        wrong.append(
            failed(NAME, f"others may read {path}", f"chmod 600 {path}; then watchgate vault rotate")
        )
    if path.stat().st_size != KEY_BYTES:
        wrong.append(failed(NAME, f"{path} is damaged", "Restore it from a backup."))
    if (path.parent / "kek.previous").exists():
        detail = "a rotation is under way, or was cut short"
        wrong.append(warning(NAME, detail, "If none is running: watchgate vault rotate"))
    return wrong or [ok(NAME, f"{path}, readable by its owner only")]
