"""How does a password get in without standing in the process list or the shell's history? By a hidden prompt, or standard input."""

import getpass
import sys

from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError

_MAX_CHARS = 10_000


def read_password() -> Content:
    """Typed twice at a terminal, else the first line of standard input. Raises UserError."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline(_MAX_CHARS).removesuffix("\n").removesuffix("\r")
        if not line:
            raise UserError("There is no password on standard input. Pipe it in, or run this at a terminal.")
        return Content(line)
    first = getpass.getpass("New password (not shown): ")
    if getpass.getpass("Once more: ") != first:
        raise UserError("The two are not the same, so nothing was changed. Try again.")
    return Content(first)
