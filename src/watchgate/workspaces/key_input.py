"""How does a key get in without standing in the process list or the shell's history? From a file, a hidden prompt, or standard input."""

import getpass
import sys
from pathlib import Path

from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError

STANDARD_INPUT = Path("-")
_MAX_CHARS = 10_000


def read_key(source: Path | None, what: str, option: str) -> Content:
    """The key in the file *source* (`-`: standard input); without one it is asked for, unseen. Raises UserError.

    *what* names the key for people, *option* the option that takes the file.
    """
    if source is None:
        return _prompted(what, option)
    if source == STANDARD_INPUT:
        return Content(sys.stdin.read(_MAX_CHARS))
    try:
        with source.expanduser().open(encoding="utf-8") as file:
            return Content(file.read(_MAX_CHARS))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UserError(f"The {what} cannot be read from {source}: {why}. Check {option}.") from None


def _prompted(what: str, option: str) -> Content:
    if not sys.stdin.isatty():
        raise UserError(
            f"The {what} is missing. Give it in a file ({option} FILE), on standard input ({option} -), or at a terminal."
        )
    return Content(getpass.getpass(f"{what.capitalize()} (not shown): "))
