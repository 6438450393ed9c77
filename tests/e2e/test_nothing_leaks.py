"""No secret and no text of other people's in anything that a process writes, at any level: everything is run, then all is read."""

import asyncio
import json
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import httpx
import psycopg
import pytest

from e2e.conftest import ISSUE_PACK
from e2e.leaks import CommandLines, Recorded, ask, pieces_of, standing_in, stored_texts
from watchgate.detection.engine import default_engine
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.testing.simulator import RunningSimulator

COMPLETE_S = 150
FAULTS = {
    "log-broken-line": 0.02,
    "log-unknown-type": 0.02,
    "log-unknown-field": 0.02,
    "log-concatenated": 0.02,
    "log-duplicate": 0.02,
}
LIVE_FAULTS = {"log-5xx": 0.03, "log-bad-sha": 0.03, "log-cut": 0.03, "log-expired-url": 0.03}
ASKED = ("Please write to quentin.leaked@example.com", "my number is 078-05-1120", "card 4111 1111 1111 1111")
GIVEN_TO_THE_GATE = ("quentin.leaked@example.com", "078-05-1120", "4111 1111 1111 1111")


@pytest.fixture(scope="module")
def story():
    """Enrol, ingest, look, reveal, and ask through the gateway, at debug level; then what was written, and what was secret."""
    options = [part for name, rate in FAULTS.items() for part in ("--fault", f"{name}={rate}")]
    with ExitStack() as stack:
        # Not pytest's own folder: other sessions close it to the account that PostgreSQL runs under.
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="wg-leaks-")))
        simulator = RunningSimulator("--messages", "300", "--people", "12", *options, seed=4711)
        stack.enter_context(simulator)
        simulator.faults(LIVE_FAULTS)
        data_dir = folder / "data"
        server = EmbeddedPostgres(data_dir)
        server.start()  # here, so that our processes leave it running
        stack.callback(server.stop)
        recorded = Recorded(folder, _environment(simulator, data_dir))
        stack.callback(recorded.stop)
        story = SimpleNamespace(simulator=simulator, recorded=recorded, data_dir=data_dir)
        story.command_lines = _tell(story, folder)
        story.texts = asyncio.run(stored_texts(data_dir, simulator.workspace_id))
        story.names = _names_of_people(server.url)
        story.keys = {*simulator.keys.values(), simulator.api_key}
        story.planted = {one["value"]: one["entity"] for one in simulator.truth_planted()}
        yield story


def _tell(story, folder):
    """Everything happens; the command lines that were seen meanwhile."""
    with CommandLines() as command_lines:
        _enrol(story, folder)
        _ingest(story)
        _look(story)
        _serve_and_reveal(story)
        _gate(story)
        story.recorded.run("doctor", "--json", "--offline")
        story.exit_codes = story.recorded.stop()
    return command_lines.seen


def _environment(simulator, data_dir):
    return {
        "WATCHGATE_DATA_DIR": str(data_dir),
        "WATCHGATE_CHATGPT_BASE_URL": simulator.base_url,
        "WATCHGATE_OPENAI_BASE_URL": simulator.base_url,
        "WATCHGATE_REQUESTS_PER_MINUTE": "0",
        "WATCHGATE_POLL_INTERVAL_S": "5",
        "WATCHGATE_WORKER_PROCESSES": "1",
    }


def _enrol(story, folder):
    files = {name: folder / name for name in story.simulator.keys}
    for name, file in files.items():
        file.write_text(story.simulator.keys[name])
    enrol = ("workspaces", "enroll", "--name", "Office", "--workspace-id", story.simulator.workspace_id)
    enrol += ("--organization-id", story.simulator.organization_id, "--api-key-file")
    for refused in ("no_compliance", "other_workspace"):
        story.recorded.run(*enrol, str(files[refused]), exit_code=2)
    story.recorded.run(*enrol, str(files["full"]), "--admin-key-file", str(files["admin"]))
    story.recorded.run(
        "workspaces", "rotate-key", "Office", "--api-key-file", "-", stdin=files["full"].read_text()
    )
    story.recorded.run("workspaces", "test", "Office")
    story.recorded.run("workspaces", "list", "--json")


def _ingest(story):
    story.recorded.start("worker", "--json")
    deadline = time.monotonic() + COMPLETE_S
    while not _is_complete(json.loads(story.recorded.run("ingest", "status", "--json"))):
        assert time.monotonic() < deadline, "ingest is not complete"
        time.sleep(1)
    story.recorded.run("ingest", "status")
    story.recorded.run("vault", "rotate")


def _is_complete(workspaces):
    streams = workspaces[0]["streams"]
    files = workspaces[0]["files"]
    has_asked = len(streams) == 10 and all(stream["last_polled_at"] for stream in streams)
    return (
        has_asked
        and not any(stream["listed"] + stream["failed"] for stream in streams)
        and "pending" not in files
    )


def _look(story):
    run = story.recorded.run
    found = json.loads(run("findings", "list", "--limit", "200", "--json"))["data"]
    run("findings", "list", "--limit", "200")
    run("findings", "summary", "--by", "person")
    run("findings", "show", "Office", found[0]["id"])
    conversations = json.loads(run("catalog", "list", "--limit", "200", "--json"))["data"]
    run("catalog", "list", "--limit", "200")
    story.conversations = [one["conversation_id"] for one in conversations if one["finding_count"]]
    for conversation in story.conversations[:3]:
        run("catalog", "show", "Office", conversation)
        run("catalog", "show", "Office", conversation, "--json")


PERMISSIONS = ("--permission", "read", "--permission", "reveal", "--permission", "manage")


def _serve_and_reveal(story):
    url = story.recorded.start("server", "--json", "--listen", "127.0.0.1:0")["listening"]
    token = story.token = json.loads(
        story.recorded.run("tokens", "create", "--name", "look", "--role", "admin", *PERMISSIONS, "--json")
    )["token"]
    workspace = story.simulator.workspace_id
    for path in (
        "/workspaces",
        "/conversations",
        "/people",
        "/files",
        "/findings",
        "/findings/summary?by=entity",
    ):
        ask(url, token, "GET", path)
    story.revealed = []
    for conversation in story.conversations[:3]:
        place = f"/conversations/{workspace}/{conversation}"
        thread = ask(url, token, "GET", place)["messages"]["data"]
        wanted = {
            "reason": "to see whether it leaks",
            "message_ids": [one["message_id"] for one in thread][:20],
        }
        story.revealed.append(
            json.dumps(ask(url, token, "POST", f"{place}/reveal", json=wanted), ensure_ascii=False)
        )
    refused = httpx.post(
        f"{url}/api/v1/workspaces",
        json={"api_key": story.simulator.keys["full"]},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert refused.status_code == 422


def _gate(story):
    ready = story.recorded.start(
        *("gateway", "run", "--json", "--listen", "127.0.0.1:0", "--data-dir", str(story.data_dir)),
        *("--policy-config", str(ISSUE_PACK)),
        OPENAI_API_KEY=story.simulator.api_key,
        OPENAI_BASE_URL=story.simulator.base_url,
    )
    for is_stream in (False, True):
        answer = httpx.post(
            f"http://{ready['listening']}/v1/chat/completions",
            json={
                "model": "gpt-4o",
                "stream": is_stream,
                "messages": [{"role": "user", "content": "; ".join(ASKED)}],
            },
            headers={"Authorization": f"Bearer {story.simulator.api_key}"},
            timeout=30,
        )
        assert answer.status_code == 200


def _names_of_people(url):
    """People are shown in lists, by name and address: they are not what was found."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT name, email FROM person").fetchall()
    return {text for row in rows for text in row if text}


def _logs(story):
    """What is no answer to anybody: standard error of all processes, and every log file in the data folder."""
    written = story.recorded.of_kind(".err")
    logs = [path for path in Path(story.data_dir).rglob("*.log") if "ledger" not in path.parts]
    return written | {path: path.read_text(errors="replace") for path in logs}


def test_the_story_was_told_at_debug_level_and_holds_what_could_leak(story):
    errors = story.recorded.of_kind(".err")

    assert story.exit_codes == [0, 0, 0]
    assert all(
        " DEBUG " in text for path, text in errors.items() if "worker" in path.name or "server" in path.name
    )
    assert any("postgres" in str(path) for path in _logs(story))
    assert len(story.planted) > 50
    assert len(pieces_of(story.texts)) > 300
    assert standing_in("".join(story.revealed), pieces_of(story.texts))


def test_no_log_holds_a_key(story):
    leaks = {path.name: standing_in(text, story.keys) for path, text in _logs(story).items()}

    assert {name: len(found) for name, found in leaks.items() if found} == {}


def test_no_log_holds_a_planted_value(story):
    values = {*story.planted, *GIVEN_TO_THE_GATE}
    leaks = {path.name: standing_in(text, values) for path, text in _logs(story).items()}

    assert {name: found for name, found in leaks.items() if found} == {}


def test_no_log_holds_a_piece_of_a_text_or_a_title(story):
    pieces = pieces_of([*story.texts, *ASKED])
    leaks = {path.name: standing_in(text, pieces) for path, text in _logs(story).items()}

    assert {name: found for name, found in leaks.items() if found} == {}


def test_what_commands_print_masks_every_value_and_key(story):
    """Words around a finding are shown, and who wrote them; what detection takes for an ordinary word is one of these words."""
    values = {value for value, entity in story.planted.items() if entity != "PERSON"} - story.names
    values -= _passed_over(story.texts, values)
    leaks = {
        path.name: standing_in(text, values | story.keys)
        for path, text in story.recorded.of_kind(".out").items()
    }

    assert len(values) > 50
    assert {name: found for name, found in leaks.items() if found} == {}


def _passed_over(texts, values):
    """Those of *values* that score too little in the place where they stand, such as a bare number behind the word "order"."""
    passed_over = set()
    for text in texts:
        found = [text[one.start : one.end] for one in default_engine().scan(text)]
        passed_over |= {value for value in values if value in text and not any(value in one for one in found)}
    return passed_over


def test_a_new_token_is_told_once(story):
    everything = [*_logs(story).values(), *story.recorded.of_kind(".out").values()]

    assert sum(text.count(story.token) for text in everything) == 1


def test_the_process_list_never_held_a_key(story):
    assert any(b"e2e.at_debug_level" in line for line in story.command_lines)
    assert [
        line.split(b"\0")[:4]
        for line in story.command_lines
        if any(key.encode() in line for key in story.keys)
    ] == []


def test_no_file_of_the_data_folder_holds_a_key(story):
    keys = [key.encode() for key in story.keys]
    files = [path for path in story.data_dir.rglob("*") if path.is_file()]

    assert len(files) > 100
    assert [str(path) for path in files if any(key in path.read_bytes() for key in keys)] == []
