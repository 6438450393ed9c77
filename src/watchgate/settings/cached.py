"""Where is kept what takes long to make and can be made again?

In `cache_folder()`. Readable and writable by its owner alone:
a file that others could have written is not read. A cache that cannot be used costs time, nothing else.
"""

import contextlib
import logging
import os
import tempfile
from hashlib import blake2b
from pathlib import Path

from watchgate.settings.environment import cache_folder

log = logging.getLogger(__name__)

KEPT = 12
"""Files of one family. The oldest goes when one more comes."""
_DIGEST_BYTES = 16


def read_cached(family: str, key: str) -> bytes | None:
    """What was kept under this name, if it is there and nobody else could have written it."""
    try:
        path = cache_folder() / _name(family, key)
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.geteuid() or status.st_mode & 0o022:
                log.warning("cache.not_trusted", extra={"cache_family": family})
                return None
            return _whole(file.read())
    except FileNotFoundError:
        return None
    except (OSError, RuntimeError) as problem:
        log.debug("cache.not_read", extra={"cache_family": family, "reason": str(problem)})
        return None


def keep_cached(family: str, key: str, data: bytes) -> None:
    """Keep *data*, whole or not at all."""
    try:
        folder = cache_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(data) + data)
            Path(partial).replace(folder / _name(family, key))
        except OSError:
            Path(partial).unlink(missing_ok=True)
            raise
        _drop_oldest(folder, family)
    except (OSError, RuntimeError) as problem:
        log.debug("cache.not_kept", extra={"cache_family": family, "reason": str(problem)})


def _whole(kept: bytes) -> bytes | None:
    """The data, unless something happened to it on the disk."""
    data = kept[_DIGEST_BYTES:]
    return data if _digest(data) == kept[:_DIGEST_BYTES] else None


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST_BYTES).digest()


def _name(family: str, key: str) -> str:
    return f"{family}-{key}"


def _drop_oldest(folder: Path, family: str) -> None:
    kept: list[tuple[float, Path]] = []
    for path in folder.glob(f"{family}-*"):
        with contextlib.suppress(FileNotFoundError):  # another process may drop it as well
            kept.append((path.stat().st_mtime, path))
    for _, path in sorted(kept)[:-KEPT]:
        path.unlink(missing_ok=True)
