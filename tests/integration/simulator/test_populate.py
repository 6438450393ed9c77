"""`watchgate simulator populate`: what lies in the folder is what the list says, and what the office said."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from watchgate.kernel.errors import UserError
from watchgate.simulator.cli import register


def run(*options: str) -> str:
    app = typer.Typer()
    register(app)
    done = CliRunner().invoke(app, ["simulator", "populate", *options], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_log_files_and_uploads_are_written_as_they_would_be_served(tmp_path: Path) -> None:
    said = run("--messages", "500", "--people", "10", "--out", str(tmp_path / "office"))
    listed = [json.loads(line) for line in (tmp_path / "office" / "log_files.jsonl").read_text().splitlines()]
    messages = 0
    for file in listed:
        content = (tmp_path / "office" / "logs" / file["file_name"]).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file["file_size"], file["file_sha256"])
        messages += content.count(b'"type":"CONVERSATION_MESSAGE"')
    assert messages == 500
    assert len(list((tmp_path / "office" / "logs").iterdir())) == len(listed)
    uploads = len(list((tmp_path / "office" / "files").iterdir()))
    assert uploads > 0
    assert f"{len(listed)} log files with 543 events, {uploads} uploaded files" in said


def test_uploads_may_be_left_out(tmp_path: Path) -> None:
    run("--messages", "20", "--no-files", "--out", str(tmp_path))
    assert not (tmp_path / "files").exists()


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    app = typer.Typer()
    register(app)
    with pytest.raises(UserError, match="choose another with --out"):
        CliRunner().invoke(
            app, ["simulator", "populate", "--out", str(tmp_path / "taken")], catch_exceptions=False
        )


def test_a_wrong_time_to_start_at_is_explained() -> None:
    command = [sys.executable, "-m", "watchgate.simulator", "--now", "tomorrow"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert "--now takes an ISO 8601 time" in done.stderr
