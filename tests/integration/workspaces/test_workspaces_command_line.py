"""`watchgate workspaces …` as a person meets it: real processes, a real database, a real socket to ask."""

import json
import os
import pty
import socket
import subprocess
import sys
from dataclasses import dataclass

import pytest
import typer
from typer.testing import CliRunner

from integration.workspaces.openai_on_loopback import KEYS, ORGANIZATION, WORKSPACE
from watchgate.identity.tokens import cli as tokens
from watchgate.kernel.errors import UserError
from watchgate.workspaces import cli as workspaces
from watchgate.workspaces import cli_vault

IDS = ["--workspace-id", WORKSPACE, "--name", "Acme", "--organization-id", ORGANIZATION]


@pytest.fixture
def environment(postgres_url, openai, tmp_path):
    return {
        **os.environ,
        "WATCHGATE_DATA_DIR": str(tmp_path / "data"),
        "WATCHGATE_DATABASE_URL": postgres_url,
        "WATCHGATE_CHATGPT_BASE_URL": openai.base_url,
        "WATCHGATE_OPENAI_BASE_URL": openai.base_url,
        "COLUMNS": "200",
    }


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def process(environment):
    """process("workspaces", "list", stdin="…") -> what the finished process said; it never shows a key."""

    def run(*arguments, stdin=""):
        done = subprocess.run(
            [sys.executable, "-m", "watchgate", *arguments],
            input=stdin,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return without_keys(Done(done.returncode, done.stdout, done.stderr))

    return run


@pytest.fixture
def watchgate(environment, monkeypatch):
    """The same command line in this process: quicker to start."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = typer.Typer()
    workspaces.register(app)
    tokens.register(app)
    cli_vault.register(app)

    def run(*arguments, stdin=""):
        done = CliRunner().invoke(app, arguments, input=stdin)
        if isinstance(done.exception, UserError):
            return without_keys(Done(2, done.stdout, str(done.exception)))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return without_keys(Done(done.exit_code, done.stdout, done.stderr))

    return run


def without_keys(done):
    assert "Traceback" not in done.stderr, done.stderr
    assert not [key for key in KEYS.values() if key in done.stdout + done.stderr]
    return done


@pytest.fixture
def key_file(tmp_path):
    def write(key):
        path = tmp_path / f"{key}.key"
        path.write_text(KEYS[key] + "\n")
        return str(path)

    return write


def test_a_workspace_lives_from_enrolment_to_removal(watchgate, key_file):
    enrolled = watchgate("workspaces", "enroll", *IDS, "--api-key-file", "-", "--json", stdin=KEYS["full"])
    assert enrolled.returncode == 0, enrolled.stderr
    assert json.loads(enrolled.stdout)["credentials"][0]["last_four"] == "F111"

    assert "Acme" in watchgate("workspaces", "list").stdout
    rotated = watchgate(
        "workspaces", "rotate-key", "Acme", "--kind", "admin", "--api-key-file", key_file("admin")
    )
    assert "admin key" in rotated.stdout
    assert "…A555" in rotated.stdout

    tested = watchgate("workspaces", "test", WORKSPACE)
    assert tested.returncode == 0
    assert "platform audit logs" in tested.stdout
    assert "unknown until first use" in tested.stdout

    assert "(paused)" in watchgate("workspaces", "pause", "Acme").stdout
    assert "(active)" in watchgate("workspaces", "resume", "Acme").stdout

    refused = watchgate("workspaces", "remove", "Acme")
    assert refused.returncode == 2
    assert "say --yes" in refused.stderr
    removed = watchgate("workspaces", "remove", "Acme", "--yes", "--json")
    assert json.loads(removed.stdout)["keys"] == 2
    assert "No workspace is enrolled yet" in watchgate("workspaces", "list").stdout


def test_four_ways_to_fail_have_four_helpful_answers(process, key_file, environment):
    def enroll(key):
        return process("workspaces", "enroll", *IDS, "--api-key-file", key_file(key))

    wrong = enroll("other_workspace")
    without_scope = enroll("no_compliance")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        online = environment["WATCHGATE_CHATGPT_BASE_URL"]
        environment["WATCHGATE_CHATGPT_BASE_URL"] = f"http://127.0.0.1:{nobody.getsockname()[1]}/v1"
        offline = enroll("full")
    environment["WATCHGATE_CHATGPT_BASE_URL"] = online
    read_only = enroll("read_only")

    assert (wrong.returncode, without_scope.returncode, read_only.returncode, offline.returncode) == (
        2,
        2,
        0,
        2,
    )
    assert "…O444 is valid but does not belong to this workspace" in wrong.stderr
    assert "Compare the workspace id" in wrong.stderr
    assert "…N333 is valid but may not read compliance logs" in without_scope.stderr
    assert "ask OpenAI support" in without_scope.stderr
    assert "a key made as “Read only” lacks it" in read_only.stdout
    assert "cannot be reached from here (the connection is refused)" in offline.stderr
    assert "HTTPS_PROXY" in offline.stderr


def test_a_key_is_asked_for_at_a_terminal_and_not_shown(environment):
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "watchgate", "workspaces", "enroll", *IDS],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    while b"not shown" not in shown:
        shown += os.read(controller, 1000)
    os.write(controller, KEYS["full"].encode() + b"\n")
    try:
        while piece := os.read(controller, 1000):
            shown += piece
    except OSError:  # the terminal is gone: Linux says so in this way
        pass
    os.close(controller)

    assert process.wait(30) == 0, shown
    assert b"Enrolled 'Acme'" in shown
    assert KEYS["full"].encode() not in shown


def test_without_a_terminal_and_a_file_the_key_is_missing(watchgate):
    done = watchgate("workspaces", "enroll", *IDS)

    assert done.returncode == 2
    assert "--api-key-file" in done.stderr


def test_a_key_as_an_argument_is_not_taken(watchgate):
    done = watchgate("workspaces", "enroll", *IDS, "--api-key", KEYS["full"])

    assert done.returncode == 2
    assert "No such option" in done.stderr


def test_typing_mistakes_are_one_sentence_and_exit_code_2(watchgate, key_file):
    bad_id = watchgate(
        "workspaces", "enroll", "--workspace-id", "org-123456", *IDS[2:], "--api-key-file", key_file("full")
    )
    unknown = watchgate("workspaces", "show", "Nobody")
    missing = watchgate("workspaces", "enroll", *IDS, "--api-key-file", "/nowhere/key")

    assert [done.returncode for done in (bad_id, unknown, missing)] == [2, 2, 2]
    assert "looks like an organisation's id" in bad_id.stderr
    assert "watchgate workspaces list" in unknown.stderr
    assert "/nowhere/key: No such file" in missing.stderr


def test_a_failed_test_ends_with_1(watchgate, key_file):
    watchgate("workspaces", "enroll", *IDS, "--skip-test", "--api-key-file", key_file("no_compliance"))

    done = watchgate("workspaces", "test", "Acme", "--json")

    assert done.returncode == 1
    assert json.loads(done.stdout)["is_usable"] is False


def test_tokens_are_made_once_listed_without_their_secret_and_revoked(watchgate):
    made = json.loads(watchgate("tokens", "create", "--name", "ci", "--role", "viewer", "--json").stdout)

    listed = watchgate("tokens", "list")
    revoked = watchgate("tokens", "revoke", made["id"])

    assert made["token"].startswith("wg_")
    assert made["id"] in listed.stdout
    assert made["token"] not in listed.stdout
    assert revoked.stdout == f"{made['id']} (ci) is revoked.\n"
    assert "revoked" in watchgate("tokens", "list").stdout


def test_rotating_the_vault_gives_a_new_key_and_everything_still_opens(watchgate, key_file, tmp_path):
    watchgate("workspaces", "enroll", *IDS, "--api-key-file", key_file("full"))
    kek = tmp_path / "data" / "keys" / "kek"
    before = kek.read_bytes()

    rotated = json.loads(watchgate("vault", "rotate", "--json").stdout)

    assert rotated["data_keys"] == 1
    assert kek.read_bytes() != before
    assert [path.name for path in kek.parent.iterdir()] == ["kek"]
    assert watchgate("workspaces", "test", "Acme").returncode == 0
