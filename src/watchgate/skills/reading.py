"""Which files does a folder or an archive hold that somebody calls a skill? Bounded, and nothing from outside of it."""

import io
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from watchgate.kernel.errors import UserError

MAX_FILES = 2_000
MAX_FILE_BYTES = 100_000_000
MAX_BYTES = 200_000_000
_LITTER = frozenset(
    {".git", ".svn", ".hg", ".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX", "__pycache__"}
)
"""What tools leave behind; no part of a skill, and left out without a word."""
_ENCRYPTED = 0x1


def read_skill_files(source: Path) -> tuple[dict[str, bytes], str | None]:
    """The files of a folder, or of a ZIP; and the folder's name, if it has one. Raises UserError."""
    if source.is_dir():
        return read_folder(source), source.resolve().name
    try:
        return read_zip(
            source.read_bytes() if source.stat().st_size <= MAX_BYTES else _too_large(source.name)
        )
    except OSError as error:
        raise UserError(
            f"{source} cannot be read: {error.strerror}. Name a skill's folder, or a ZIP of it."
        ) from None


def read_folder(folder: Path) -> dict[str, bytes]:
    """Path (with `/`) → bytes. Raises UserError for links, pipes and whatever is too large."""
    files: dict[str, bytes] = {}
    total = 0
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        mode = path.lstat()
        if not stat.S_ISREG(mode.st_mode):
            raise UserError(f"{name} is no plain file, but a link or a device. Put the file itself there.")
        total += mode.st_size
        _check_size(name, mode.st_size, total, len(files) + 1)
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            raise UserError(f"{name} cannot be read: {error.strerror}. Check who may read it.") from None
    return files


def read_zip(raw: bytes) -> tuple[dict[str, bytes], str | None]:
    """The files of an archive; a folder around all of them is taken off, and named. Raises UserError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = dict(_unpacked(archive))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise UserError(
            f"This is no ZIP that can be read ({type(error).__name__}). Pack the skill's folder again."
        ) from None
    return _without_outer_folder(files)


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        linked = [name for name in folders if (Path(where) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in _LITTER and name not in linked)
        yield from (Path(where) / name for name in sorted([*names, *linked]) if not _is_litter(name))


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    total, seen = 0, set[str]()
    for entry in archive.infolist():
        if entry.is_dir() or any(_is_litter(part) for part in entry.filename.split("/")):
            continue
        if entry.flag_bits & _ENCRYPTED:
            raise UserError("The ZIP is encrypted. Pack it without a password.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise UserError(f"{entry.filename} is a link. Put the file itself there.")
        if entry.filename in seen:
            raise UserError(f"{entry.filename} stands twice in the ZIP. Pack the folder again.")
        seen.add(entry.filename)
        total += entry.file_size
        _check_size(entry.filename, entry.file_size, total, len(seen))
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
        if len(content) != entry.file_size:
            raise UserError(f"{entry.filename} is not as large as the ZIP says. Pack the folder again.")
        yield entry.filename, content


def _without_outer_folder(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], str | None]:
    tops = {name.partition("/")[0] for name in files}
    if "SKILL.md" in files or len(tops) != 1 or not all("/" in name for name in files):
        return dict(files), None
    top = tops.pop()
    return {name.removeprefix(f"{top}/"): content for name, content in files.items()}, top


def _check_size(name: str, size: int, total: int, count: int) -> None:
    if count > MAX_FILES:
        raise UserError(f"There are more than {MAX_FILES:,} files. Is it a skill's folder?")
    if size > MAX_FILE_BYTES or total > MAX_BYTES:
        _too_large(name)


def _too_large(name: str) -> bytes:
    raise UserError(
        f"{name} makes the skill too large: a file may have {MAX_FILE_BYTES // 1_000_000} MB, and all together"
        f" {MAX_BYTES // 1_000_000} MB. Link to large material instead."
    )


def _is_litter(name: str) -> bool:
    return name in _LITTER or name.endswith(".pyc")
