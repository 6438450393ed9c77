"""Is the data folder there, ours to write, and closed to others?"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from watchgate.doctor.model import Line, Lines, failed, ok, warning
from watchgate.settings import Settings

PRIVATE = ("keys", "ledger", "work")
"""What holds secrets or other people's text, besides `postgres`, which checks that itself."""
_OPEN_TO_OTHERS = 0o077
_WRITABLE_BY_OTHERS = 0o022


async def look(settings: Settings) -> Lines:
    """One line, and one for each folder or file in it that others could get at."""
    folder = settings.data_dir
    if not folder.exists():
        return [_could_be_made(folder)]
    if not folder.is_dir():
        return [failed("data folder", f"{folder} is not a folder", "Name another with WATCHGATE_DATA_DIR.")]
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        remedy = f"Run Watchgate as its owner, or: chown -R $(id -un) {folder}"
        return [failed("data folder", f"{folder} cannot be written by this user", remedy)]
    return list(_too_open(folder)) or [ok("data folder", f"{folder}")]


def _could_be_made(folder: Path) -> Line:
    above = nearest_existing(folder)
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        return ok("data folder", f"{folder} is not there yet; the first start makes it")
    remedy = (
        f"Make it and give it to this user, or name another with WATCHGATE_DATA_DIR: {above} is not writable."
    )
    return failed("data folder", f"{folder} is not there and cannot be made", remedy)


def nearest_existing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


def _too_open(folder: Path) -> Iterator[Line]:
    if _mode(folder) & _WRITABLE_BY_OTHERS:
        yield warning("data folder", f"others may write into {folder}", f"chmod go-w {folder}")
    for path in (folder / name for name in PRIVATE):
        if path.exists() and _mode(path) & _OPEN_TO_OTHERS:
            yield failed("data folder", f"others may get at {path}", f"chmod go-rwx {path}")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
