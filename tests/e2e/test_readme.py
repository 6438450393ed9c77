"""What the README shows is what happens: each of its examples is run as it stands, but for the address of the gateway."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from watchgate.testing.processes import RunningProcess
from watchgate.testing.simulator import RunningSimulator

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
EMAIL = "maria.andersson@example.com"
BIN = Path(sys.executable).parent


def block(language, containing):
    return next(text for kind, text in BLOCKS if kind == language and containing in text)


def here(text, gateway):
    return text.replace("http://localhost:41002", gateway.root)


def sh(script, **options):
    environment = {
        "PATH": f"{BIN}:/usr/bin:/bin",
        "HOME": str(options.pop("home", "/nonexistent")),
        **options.pop("environment", {}),
    }
    return subprocess.run(
        ["bash", "-euc", script],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
        **options,
    )


def test_the_pack_is_the_example_file():
    assert block("yaml", "pack:") == (ROOT / "examples" / "policy-config.yaml").read_text()


def test_the_curl(gateway, simulator):
    done = sh(here(block("sh", "curl http://"), gateway))

    assert EMAIL in done.stdout
    assert EMAIL not in simulator.requests()[-1].body


def test_the_python(gateway, simulator, capsys):
    exec(compile(here(block("python", "OpenAI("), gateway), "README.md", "exec"), {})

    assert EMAIL in capsys.readouterr().out
    assert EMAIL not in simulator.requests()[-1].body


@pytest.mark.parametrize("line", block("sh", "detect -").splitlines())
def test_the_detection(line, tmp_path):
    done = sh(line, home=tmp_path)

    assert done.returncode == 0, done.stderr
    assert EMAIL not in done.stdout


@pytest.mark.parametrize("line", [line for line in block("sh", "policy lint").splitlines() if line])
def test_the_policy_commands(line, tmp_path):
    (tmp_path / "policy-config.yaml").write_text(block("yaml", "pack:"))
    (tmp_path / "request.json").write_text(
        '{"model": "gpt-4o", "messages": [{"role": "user", "content": "I am bo@example.com"}]}'
    )

    done = sh(line, cwd=tmp_path, home=tmp_path)

    assert done.returncode == 0, done.stderr


def test_the_ledger_commands(start_gateway, tmp_path):
    start_gateway(data_dir=tmp_path / ".watchgate").stop()

    for line in block("sh", "ledger tail").splitlines():
        done = sh(line, cwd=tmp_path, home=tmp_path)
        assert done.returncode == 0, (line, done.stderr)

    assert (tmp_path / "evidence.zip").exists()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A small workspace, enrolled and read as the README says; runs a line of it. Ids and addresses are the simulator's."""
    home = tmp_path_factory.mktemp("office")
    with RunningSimulator("--messages", "200", "--days", "3") as simulator:
        environment = {
            "WATCHGATE_CHATGPT_BASE_URL": simulator.base_url,
            "WATCHGATE_OPENAI_BASE_URL": simulator.base_url,
            "WATCHGATE_REQUESTS_PER_MINUTE": "0",
            "WATCHGATE_LISTEN": "127.0.0.1:0",
            "COLUMNS": "120",
        }
        (home / "compliance.key").write_text(simulator.keys["full"])
        enrol, up = block("sh", "workspaces enroll").splitlines()
        enrol = re.sub(r"[0-9a-f-]{36}", simulator.workspace_id, enrol)
        enrol = re.sub(r"org-\w+", simulator.organization_id, enrol)

        def run(line, **more):
            return sh(line, cwd=home, home=home, environment={**environment, **more})

        run.home = home
        enrolled = run(enrol)
        assert enrolled.returncode == 0, enrolled.stderr
        arguments = up.partition("#")[0].split()
        with RunningProcess([*arguments, "--json"], environment={**environment, "HOME": str(home)}) as up:
            run.api = up.ready["listening"]
            _wait_until_read(run)
            yield run


def _wait_until_read(run):
    deadline = time.monotonic() + 60
    while True:
        [workspace] = json.loads(run("watchgate ingest status --json").stdout)
        streams = workspace["streams"]
        if len(streams) == 10 and not any(one["listed"] + one["failed"] for one in streams):
            return
        assert time.monotonic() < deadline, streams
        time.sleep(0.5)


@pytest.mark.parametrize("line", block("sh", "ingest status").splitlines())
def test_the_watch_commands(office, line):
    done = office(line)

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) >= 3, "there is something to show"


def test_the_protect_commands(office):
    """Two people; the API is where `watchgate up` says. The audit log's echo is not waited for."""
    tokens = {}
    for line in block("sh", "users create").splitlines():
        done = office(line)
        assert done.returncode == 0, done.stdout + done.stderr
        if "tokens create" in line:
            name = re.search(r"--name (\w+)", line)[1]
            tokens[name] = re.search(r"\bwg_[\w-]+", done.stdout)[0]
    request = ""
    for line in block("sh", "remediate plan").splitlines():
        who = "bo" if "approve" in line else "ann"
        done = office(line, WATCHGATE_API_TOKEN=tokens[who], WATCHGATE_API_URL=office.api, REQUEST=request)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        request = request or re.search(r"rem_\w+", done.stdout)[0]
    assert "Account numbers in chats" in (office.home / "receipt.html").read_text()


def test_every_link_leads_somewhere():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert missing == []
