"""How does a skill come onto the disk? Whole, and never over something else."""

from collections.abc import Mapping
from pathlib import Path

from watchgate.kernel.errors import UserError


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Make *folder* with *files*. Raises UserError when it is there, or cannot be made."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise UserError(f"{folder} is there already. Choose another place, or remove it first.") from None
    except OSError as error:
        raise UserError(f"{folder} cannot be made: {error.strerror}. Choose another place.") from None
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def write_file(path: Path, content: bytes) -> Path:
    """Write *path* as a whole: whoever looks sees the old one or the new one. Raises UserError."""
    passing = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        passing.write_bytes(content)
        passing.replace(path)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}. Choose another place.") from None
    return path
