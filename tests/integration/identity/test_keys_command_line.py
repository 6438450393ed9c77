"""`watchgate keys …` as a person meets it: real processes, a real database."""

import json
import os
import stat
import subprocess
import sys

import pytest

from watchgate.identity.gateway_keys.file import FILE
from watchgate.identity.gateway_keys.spending import Counted, MonthFile, month_of
from watchgate.kernel.clock import utc_now


@pytest.fixture
def keys(postgres_url, tmp_path):
    """keys("list", …) -> the finished `watchgate keys list …`"""
    environment = {
        **os.environ,
        "WATCHGATE_DATA_DIR": str(tmp_path / "data"),
        "WATCHGATE_DATABASE_URL": postgres_url,
        "COLUMNS": "200",
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


def said(done):
    assert done.returncode == 0, done.stderr
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


def test_usage_of_all_and_of_one_day_by_day(keys):
    made = said(keys("create", "--name", "n", "--team", "t", "--budget-month", "10", "--json"))
    now = utc_now()
    counts = MonthFile(keys.data_dir, month_of(now))
    counts.add(counts.place(made["id"]), now.day, Counted(3, 1000, 2000, 2_500_000, 100_000))
    counts.close()

    everybody, one = keys("usage"), keys("usage", made["id"])
    [counted] = said(keys("usage", "--json"))

    assert "$2.50" in everybody.stdout
    assert "$7.50" in everybody.stdout
    assert now.date().isoformat() in one.stdout
    assert "$0.10" in one.stdout
    assert counted["left_month_microusd"] == 7_500_000
    assert "2020-01" in keys("usage", made["id"], "--month", "2020-01").stdout


def test_the_file_for_a_gateway_elsewhere(keys, tmp_path):
    keys("create", "--name", "n", "--team", "t")
    elsewhere = tmp_path / "elsewhere.json"

    done = keys("publish", "--out", str(elsewhere))

    assert done.returncode == 0
    assert elsewhere.read_bytes() == (keys.data_dir / FILE).read_bytes()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
    assert keys("publish", "--out", "-").stdout == elsewhere.read_text()


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
def test_a_mistake_is_one_clear_sentence(keys, arguments, sentence):
    done = keys(*arguments)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
