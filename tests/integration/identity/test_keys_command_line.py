"""`watchgate keys …` as a person meets it: real processes, a real database."""

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from watchgate.identity.gateway_keys import cli
from watchgate.identity.gateway_keys.file import FILE
from watchgate.identity.gateway_keys.spending import Counted, MonthFile, month_of
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError


@pytest.fixture
def keys(postgres_url, tmp_path):
    """keys("list", …) -> the finished `watchgate keys list …`"""
    environment = {
        **os.environ,
        "WATCHGATE_DATA_DIR": str(tmp_path / "data"),
        "WATCHGATE_DATABASE_URL": postgres_url,
        "COLUMNS": "40",
    }

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "watchgate", "keys", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    run.data_dir = tmp_path / "data"
    return run


@pytest.fixture
def within(postgres_url, tmp_path):
    """The same in this process, which is faster."""
    app = typer.Typer()
    cli.register(app)
    app.callback()(lambda: None)

    def run(*arguments):
        own = {"WATCHGATE_DATA_DIR": str(tmp_path / "data"), "WATCHGATE_DATABASE_URL": postgres_url}
        return CliRunner().invoke(app, ["keys", *arguments], env=own)

    run.data_dir = tmp_path / "data"
    return run


def said(done):
    assert not done.stderr
    return json.loads(done.stdout)


def test_the_life_of_a_key(keys):
    empty = keys("list")
    made = keys("create", "--name", "support bot", "--team", "support", "--budget-month", "12.50")
    secret, key_id = made.stdout.strip(), made.stderr.split(":")[0]
    listed = keys("list")
    changed = said(keys("change", key_id, "--budget-day", "1", "--lift", "budget-month", "--json"))
    rotated = said(keys("rotate", key_id, "--grace-hours", "0", "--json"))
    revoked = keys("revoke", key_id)

    assert "watchgate keys create" in empty.stdout
    assert secret.startswith("wgk_")
    assert "not shown again" in made.stderr
    assert "$12.50" in listed.stdout
    assert secret not in listed.stdout + listed.stderr
    assert (changed["budget_month_microusd"], changed["budget_day_microusd"]) == (None, 1_000_000)
    assert rotated["id"] == key_id
    assert rotated["key"] not in ("", secret)
    assert "is revoked" in revoked.stdout
    assert said(keys("show", key_id, "--json"))["state"] == "revoked"


def test_usage_of_all_and_of_one_day_by_day(within):
    made = said(within("create", "--name", "n", "--team", "t", "--budget-month", "10", "--json"))
    now = utc_now()
    counts = MonthFile(within.data_dir, month_of(now))
    counts.add(counts.place(made["id"]), now.day, Counted(3, 1000, 2000, 2_500_000, 100_000))
    counts.close()

    everybody, one = within("usage"), within("usage", made["id"])
    [counted] = said(within("usage", "--json"))

    assert "$2.50" in everybody.stdout
    assert "$7.50" in everybody.stdout
    assert now.date().isoformat() in one.stdout
    assert "$0.10" in one.stdout
    assert counted["left_month_microusd"] == 7_500_000
    assert "2020-01" in within("usage", made["id"], "--month", "2020-01").stdout


def test_the_file_for_a_gateway_elsewhere(within, tmp_path):
    within("create", "--name", "n", "--team", "t")
    elsewhere = tmp_path / "elsewhere.json"

    done = within("publish", "--out", str(elsewhere))

    assert done.exit_code == 0
    assert elsewhere.read_bytes() == (within.data_dir / FILE).read_bytes()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
    assert within("publish", "--out", "-").stdout == elsewhere.read_text()


GUIDE = (Path(__file__).parents[3] / "docs" / "gateway-keys.md").read_text(encoding="utf-8")
LINES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("watchgate keys ")
]


def test_every_command_of_the_guide_works(within, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    create, *others = [shlex.split(line)[2:] for line in LINES]
    key_id = json.loads(within(*create, "--json").stdout)["id"]

    assert len(others) >= 9
    for arguments in others:
        done = within(*(key_id if word == "gk_…" else word for word in arguments))
        assert done.exit_code == 0, (arguments, done.output, done.exception)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("create", "--name", "n", "--team", "t", "--budget-month", "much"), "Write it like 100 or 12.50"),
        (("create", "--name", " ", "--team", "t"), "Choose another"),
        (("show", "gk_unknown"), "keys list"),
        (("change", "gk_unknown"), "Nothing is to change"),
        (("change", "gk_unknown", "--lift", "gravity"), "There are: project"),
        (("change", "gk_unknown", "--lift", "project", "--project", "p"), "Choose one"),
        (("usage", "--month", "last"), "Write it like 2026-11"),
    ],
)
def test_a_mistake_is_one_clear_sentence(within, arguments, sentence):
    done = within(*arguments)

    assert isinstance(done.exception, UserError)
    assert sentence in str(done.exception)
