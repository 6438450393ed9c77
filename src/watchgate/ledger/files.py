"""How does a change to a file survive a power cut? Write beside it, sync, rename, sync the folder."""

import os
from pathlib import Path
from typing import Self

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
UNFINISHED = ".new"
"""The ending of a file that is being written. One that is left over from a crash is worth nothing."""


def write_whole(path: Path, content: bytes) -> None:
    """Put *content* at *path*: afterwards it is wholly there, or not at all."""
    with Unfinished(path) as unfinished:
        unfinished.file.write(content)


class Unfinished:
    """A file that takes its place at *path* when the `with` block ends well, and vanishes when it does not."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(path.name + UNFINISHED)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        self.file = os.fdopen(os.open(self._beside, flags, PRIVATE_FILE), "wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.file.flush()
                os.fsync(self.file.fileno())
                self._beside.replace(self._path)
                sync_folder(self._path.parent)
        finally:
            self.file.close()
            self._beside.unlink(missing_ok=True)


def append_durably(path: Path, content: bytes) -> None:
    """Add *content* to the end of a file and wait until it is on disk."""
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        write_all(handle, content)
        os.fdatasync(handle)
    finally:
        os.close(handle)
    if is_new:
        sync_folder(path.parent)


def write_all(handle: int, content: bytes) -> None:
    """`os.write` may write a part only; this goes on until all is written."""
    written = os.write(handle, content)
    while written < len(content):
        written += os.write(handle, memoryview(content)[written:])


def append_synced(handle: int, content: bytes) -> None:
    """Write *content* at the end and wait until it is on disk. In one system call where there is one (Linux)."""
    written = os.pwritev(handle, [content], 0, os.RWF_DSYNC) if _HAS_SYNCED_WRITE else 0
    if written < len(content):
        write_all(handle, content[written:])
        os.fdatasync(handle)


_HAS_SYNCED_WRITE = hasattr(os, "RWF_DSYNC")


def sync_folder(folder: Path) -> None:
    """Make new, renamed and removed names in *folder* durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def truncate_durably(path: Path, size_bytes: int) -> None:
    """Cut a file to its first *size_bytes* bytes."""
    with path.open("r+b") as file:
        file.truncate(size_bytes)
        os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make *folder*, and those above it that are missing, for this user alone; what is there already stays as it is."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        sync_folder(folder.parent)
