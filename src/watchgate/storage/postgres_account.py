"""As whom does PostgreSQL run, when we are root? It refuses to, so it gets an account of its own."""

import contextlib
import logging
import os
import pwd
import stat
import subprocess
from pathlib import Path

from watchgate.kernel.errors import UserError

ACCOUNT = "watchgate-postgres"
_logger = logging.getLogger(__name__)


def account_for(folder: Path) -> pwd.struct_passwd | None:
    """The account that PostgreSQL is to run under for the data in *folder*; None: as we ourselves.

    Whoever owns existing data goes on with it. Raises UserError when an account is needed and cannot be made.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat().st_uid) != 0:
        with contextlib.suppress(KeyError):
            return pwd.getpwuid(owner)
    return _find() or _make()


def make_reachable(path: Path) -> None:
    """Let every account pass through (not list) the folders above *path*, as far as they belong to root."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH and folder.stat().st_uid == os.geteuid():
            folder.chmod(mode | stat.S_IXOTH)
            _logger.warning("PostgreSQL needs to pass through %s: o+x was added to its mode", folder)


def _find() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        return None


def _make() -> pwd.struct_passwd:
    command = ("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT)
    with contextlib.suppress(OSError):  # no such program: said below
        subprocess.run(command, check=False, capture_output=True, timeout=30)  # noqa: S603 -- fixed arguments
    made = _find()  # by us, or by another process of ours at the same time
    if made is None:
        raise UserError(
            f"PostgreSQL does not run as root, and the account {ACCOUNT} could not be made for it. "
            "Run Watchgate as an ordinary user, or set WATCHGATE_DATABASE_URL."
        )
    return made
