"""What the page about signing in shows is what happens: its commands, one after the other, and what it says of refusals."""

import os
import re
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from postgres import fresh_database
from watchgate.identity.sessions.throttling import Counted, delay_after
from watchgate.settings import load_settings
from watchgate.testing.processes import RunningProcess

PAGE = (Path(__file__).parents[2] / "docs" / "sign-in.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
SRC = Path(__file__).parents[2] / "src" / "watchgate"
BIN = Path(sys.executable).parent


@pytest.fixture
def shell(tmp_path):
    """shell(script) -> what it said; each goes on with the variables and files of the one before."""
    url, drop = fresh_database()
    environment = {"WATCHGATE_DATABASE_URL": url, "WATCHGATE_DATA_DIR": str(tmp_path / "data")}
    with RunningProcess(
        ["watchgate", "server", "--json", "--listen", "127.0.0.1:0"], environment=environment
    ) as server:
        known = {**os.environ, **environment, "PATH": f"{BIN}:/usr/bin:/bin"}

        def shell(script, **more):
            known.update(more)
            here = script.replace("http://127.0.0.1:8080", server.ready["listening"])
            done = subprocess.run(
                ["bash", "-euc", f"{here}\nenv -0 >environment"],
                cwd=tmp_path,
                env=known,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            pairs = (tmp_path / "environment").read_text().split("\0")
            known.update(dict(pair.split("=", 1) for pair in pairs if pair))
            return done.stdout

        yield shell
    drop()


def test_the_commands_do_what_the_page_says(shell):
    link, by_hand, session = [text for kind, text in BLOCKS if kind == "sh"]

    secret = shell(link).strip().partition("#")[2]
    made = shell(by_hand, SECRET=secret)
    listed = shell(session)

    assert '"role":"admin"' in made
    assert '"is_current":true' in listed


def test_the_settings_of_a_proxy_are_settings(tmp_path):
    (text,) = [text for kind, text in BLOCKS if kind == "toml"]
    (tmp_path / "watchgate.toml").write_text(text)

    settings = load_settings(config=tmp_path / "watchgate.toml")

    assert settings.public_url == tomllib.loads(text)["public_url"]
    assert settings.trusted_proxies == ("10.0.0.7/32",)


def test_every_refusal_on_the_page_is_one_of_ours():
    code = "\n".join(path.read_text() for room in ("http", "identity") for path in (SRC / room).rglob("*.py"))
    kinds = re.findall(r"^\| \d{3} \| `([\w-]+)`", PAGE, re.MULTILINE)

    assert len(kinds) == 10
    assert [kind for kind in kinds if f'"{kind}"' not in code] == []


def test_the_table_of_attempts_is_what_holds():
    rows = re.findall(r"^\| an (\w+).*? \| (\d+) \| .*? \| (\d+) minutes \|$", PAGE, re.MULTILINE)

    for name, free, longest in rows:
        counted = Counted(name)
        assert counted.free == int(free)
        assert delay_after(counted, 10**6) == timedelta(minutes=int(longest))
    assert len(rows) == 2
