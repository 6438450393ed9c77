"""How does the very first administrator get in? With a token that the server makes when there is none, and leaves in one file."""

import os
from pathlib import Path

NAME = "bootstrap"
FILE = "bootstrap-token"


def leave(data_dir: Path, token: str) -> Path:
    """Write the token for its owner only; the file."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / FILE
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token + "\n")
    return path


def remove(data_dir: Path) -> None:
    """The token was used, so its owner has it: the file goes."""
    (data_dir / FILE).unlink(missing_ok=True)
