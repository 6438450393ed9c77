"""`watchgate demo --exit`: the whole tour as somebody runs it who has just cloned the project. It ends by itself, and leaves nothing running."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The finished process. Its environment points at OpenAI, which must not matter: the demo stays on this machine."""
    folder = tmp_path_factory.mktemp("demo")
    return subprocess.run(
        [sys.executable, "-m", "watchgate", "demo", "--exit"],
        env={
            **os.environ,
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "COLUMNS": "200",
            "WATCHGATE_CHATGPT_BASE_URL": "http://127.0.0.1:9/v1",
            "WATCHGATE_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
        },
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def number(pattern, text):
    return int(re.search(pattern, text).group(1).replace(",", ""))


def test_it_ends_well(demo):
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert "Traceback" not in demo.stderr


def test_the_gateway_masks_and_blocks(demo):
    assert "<EMAIL_1>" in demo.stdout
    assert re.search(r"a prompt injection\s+│ block\s+│ nothing: the request never left", demo.stdout)


def test_the_workspace_is_read_to_the_last_file(demo):
    done, known = re.search(r"log files\s+\S+\s+(\d+)/(\d+)", demo.stdout).groups()

    assert int(done) == int(known) > 100


def test_the_catalogue_holds_what_the_simulator_wrote(demo):
    assert number(r"([\d,]+) people", demo.stdout) == 40
    assert number(r"([\d,]+) messages,", demo.stdout) > 1900
    assert number(r"([\d,]+) scanned", demo.stdout) > 20


def test_most_planted_values_are_found(demo):
    planted = number(r"had planted ([\d,]+) values", demo.stdout)

    assert number(r"messages: ([\d,]+) found", demo.stdout) > 0.9 * planted > 100


def test_findings_are_explained_and_masked(demo):
    assert re.search(r"EMAIL_ADDRESS\s+0\.\d\d\s+\S+@\S+\n.*<EMAIL>.*\n\s+\+0\.\d\d  \S", demo.stdout)


def test_a_finding_becomes_a_verified_receipt(demo):
    story = demo.stdout[demo.stdout.index("From a finding to its removal") :]

    assert re.search(r"goes +The conversation is deleted at OpenAI", story)
    assert "does not have the permission approve" in story  # who asked cannot agree
    assert re.search(r"approval +approved by Bo", story)
    assert re.search(r"objects +1 verified", story)
    assert re.search(r"conversation \S+: verified, .*\n(.*\n)+ +OK", story)


def test_the_receipt_is_left_as_a_page_too(demo):
    folder = Path(re.search(r"All it wrote is in (\S+)\.", demo.stdout).group(1))
    page = (folder / "receipt.html").read_text()

    assert "A social security number in a chat" in page
    assert "Not yet proven" not in page


def test_the_evidence_of_both_is_verified(demo):
    assert re.search(
        r"Ledger: verified, entries of control-0 \([1-9]\d*\), gateway-0 \([1-9]\d*\)", demo.stdout
    )
    assert "NOT verified" not in demo.stdout


@pytest.mark.parametrize("command", ["ingest status", "findings list", "findings summary", "ledger verify"])
def test_the_commands_to_try_next_work(demo, command):
    [line] = re.findall(rf"^\s+(watchgate {command}.*)$", demo.stdout, re.MULTILINE)

    done = subprocess.run(
        [sys.executable, "-m", *line.split()], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_nothing_is_left_running(demo):
    folder = re.search(r"All it wrote is in (\S+)\.", demo.stdout).group(1)
    left = [line for one in Path("/proc").glob("[0-9]*/cmdline") if (line := _read(one)) and folder in line]

    assert left == []
    assert not (Path(folder) / "data/postgres/data/postmaster.pid").exists()


def _read(path):
    try:
        return path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it has ended meanwhile
        return ""


def test_a_skill_is_handed_out_used_and_watched(demo):
    story = demo.stdout[demo.stdout.index("A skill: written once") :]

    assert re.search(r"1 of 1 passed\. incident\.postmortem 1\.0\.0", story)
    assert re.search(r"incident\.postmortem 1\.0\.0 is a new skill there: skill_\w+", story)
    assert "is there already; nothing was done" in story
    assert re.search(r"incident\S+\s+custom-gpt\s+Office\s+live\s+1\.0\.0", story)
    assert re.search(r"The replies end with:\s+Watchgate · Incident Postmortem · .*View\s+record", story)
    assert re.search(r"in all\s+52\s+0\s+47\s+[\d,]+\s+\$\d\.\d\d\s+allocated", story)
    assert re.search(r"telemetry\s+known after [\d.]+ s\n\s+record\s+known after", story)
    assert re.search(r"record_missing\s+incident", story)
    assert re.search(r"\n\s+\d+ verified\n", story)
    assert re.search(r"custom-gpt in Office: drifted", story)
    assert "wgs_…" in story
    assert not re.search(r"wgs_\w{10}", story)
