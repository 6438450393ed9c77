"""Whatever is typed wrongly: one clear sentence, exit code 2, nothing half-started."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACK = str(ROOT / "examples" / "policy-config.yaml")


def watchgate(*arguments, home, **environment):
    base = {"PATH": "/usr/bin:/bin", "HOME": str(home), "COLUMNS": "200", **environment}
    command = [sys.executable, "-m", "watchgate", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=base, timeout=60, check=False)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gateway", "run", "--policy-config", "missing.yaml"], "There is no file"),
        (["gateway", "run", "--policy-config", PACK, "--listen", "nonsense"], "not host:port"),
        (["gateway", "run", "--policy-config", PACK], "OPENAI_API_KEY is not set"),
        (["gateway", "run", "--policy-config", PACK, "--wrokers", "2"], "--wrokers"),
        (["gateway", "run"], "--policy-config"),
        (["policy", "lint", "missing.yaml"], "missing.yaml"),
        (["policy", "test", PACK], "nothing to test"),
        (["detect", "missing.txt"], "missing.txt"),
        (["detect", "--entities", "EMIAL", PACK], "EMAIL"),
        (["ledger", "tail", "--data-dir", "/nonexistent/place"], "/nonexistent/place"),
        (["simulator", "run", "--fault", "http-5oo=1"], "did you mean http-5"),
        (["nonsense"], "nonsense"),
    ],
    ids=lambda value: " ".join(value[:3]).replace(str(ROOT), "") if isinstance(value, list) else None,
)
def test_a_mistake_is_one_clear_sentence(arguments, says, tmp_path):
    done = watchgate(*arguments, home=tmp_path)

    assert done.returncode == 2, done
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_pack_says_where(tmp_path):
    pack = tmp_path / "pack.yaml"
    pack.write_text("pack: {name: x, version: 1.0.0}\nprovidres: {}\n")

    done = watchgate("gateway", "run", "--policy-config", str(pack), home=tmp_path)

    assert done.returncode == 2
    assert "pack.yaml:2:1" in done.stderr
    assert "providers" in done.stderr


def test_a_port_in_use(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"

        done = watchgate(
            "gateway",
            "run",
            "--policy-config",
            PACK,
            "--listen",
            listen,
            home=tmp_path,
            OPENAI_API_KEY="sk-x",
        )

    assert done.returncode == 2
    assert "in use" in done.stderr


@pytest.mark.parametrize("pack", ["policy-config.yaml", "policy-config-mini.yaml", "full.yaml"])
def test_the_examples_lint(pack, tmp_path):
    done = watchgate("policy", "lint", "--json", str(ROOT / "examples" / pack), home=tmp_path)

    assert done.returncode == 0, done.stdout
    json.loads(done.stdout)


def test_the_full_examples_own_tests_pass(tmp_path):
    done = watchgate("policy", "test", str(ROOT / "examples" / "full.yaml"), "--json", home=tmp_path)

    outcome = json.loads(done.stdout)
    assert done.returncode == 0, outcome
    assert all(test["passed"] for test in outcome["tests"])


def test_policy_test_shows_what_would_happen(tmp_path):
    request = tmp_path / "request.json"
    request.write_text(
        json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": "I am bo@example.com"}]})
    )
    response = tmp_path / "response.json"
    response.write_text(
        json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi <EMAIL_1>"}}]})
    )

    done = watchgate(
        "policy",
        "test",
        PACK,
        "--request",
        str(request),
        "--response",
        str(response),
        "--json",
        home=tmp_path,
    )

    trial = json.loads(done.stdout)["trial"]
    assert trial["verdict"] == "redact"
    assert "<EMAIL_1>" in trial["forwarded"]
    assert "Hi bo@example.com" in trial["answer"]


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["gateway", "run"],
        ["policy", "lint"],
        ["policy", "test"],
        ["ledger", "verify"],
        ["detect"],
        ["simulator", "run"],
    ],
)
def test_help_is_there(command, tmp_path):
    done = watchgate(*command, "--help", home=tmp_path)

    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_version(tmp_path):
    assert watchgate("--version", home=tmp_path).stdout.startswith("watchgate 0.")
