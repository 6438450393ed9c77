"""The doctor as people start it, in a folder and an environment of a test's own."""

import json
import os
import subprocess
import sys

import pytest

from postgres import database, postgres_url  # noqa: F401 -- fixtures


class Report:
    """What `watchgate doctor --json` said."""

    def __init__(self, done):
        assert done.returncode in (0, 1), done.stderr
        said = json.loads(done.stdout)
        self.exit_code, self.is_ok, self.checks = done.returncode, said["ok"], said["checks"]

    def of(self, name):
        return [check for check in self.checks if check["check"] == name]

    def one(self, name):
        [check] = self.of(name)
        return check

    def status(self, name):
        return self.one(name)["status"]


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Where patterns stay compiled, for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def examine(tmp_path, compiled):
    """examine(options…, NAME=value…) -> Report. The data folder is `tmp_path/data`."""
    home = {name: value for name, value in os.environ.items() if not name.startswith("WATCHGATE_")}
    home |= {
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(compiled),
        "WATCHGATE_DATA_DIR": str(tmp_path / "data"),
    }

    def examine(*options, offline=True, **environment):
        command = [sys.executable, "-m", "watchgate", "doctor", "--json", *(["--offline"] if offline else [])]
        done = subprocess.run(
            [*command, *options],
            env={**home, **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Report(done)

    return examine
