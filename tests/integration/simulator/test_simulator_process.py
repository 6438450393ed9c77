"""The simulator as a process: it says where it listens, repeats itself for the same seed, and ends when asked."""

import json
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import typer
from typer.testing import CliRunner

from watchgate.simulator.cli import register
from watchgate.testing.simulator import RunningSimulator, SimulatorError

CONVERSATION = [
    ("POST", "/v1/chat/completions", {"model": "gpt-4o", "messages": [{"role": "user", "content": "a"}], "n": 2}),
    ("POST", "/v1/chat/completions", {"model": "sim-filler", "messages": [{"role": "user", "content": "a"}], "stream": True}),
    ("POST", "/v1/responses", {"model": "gpt-4o", "input": "a", "stream": True}),
    ("POST", "/v1/embeddings", {"model": "text-embedding-3-small", "input": "a"}),
    ("GET", "/v1/models", None),
    ("GET", "/v1/nowhere", None),
]  # fmt: skip


def hear(simulator: RunningSimulator) -> list[tuple[dict[str, str], bytes]]:
    """What the simulator says to the same few requests: headers (the date aside) and bytes."""
    url = urlsplit(simulator.base_url)
    connection = HTTPConnection(url.hostname or "", url.port, timeout=10)
    heard = []
    for method, path, body in CONVERSATION:
        connection.request(
            method,
            path,
            None if body is None else json.dumps(body),
            {"authorization": "Bearer sk-sim-made-up"},
        )
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders() if name.lower() != "date"}
        heard.append((headers, answer.read()))
    connection.close()
    return heard


def test_the_same_seed_and_requests_give_the_same_bytes() -> None:
    with (
        RunningSimulator(seed=3) as first,
        RunningSimulator(seed=3) as second,
        RunningSimulator(seed=4) as other,
    ):
        heard = hear(first)

        assert hear(second) == heard
        assert hear(other) != heard
        first.reset()
        assert hear(first) == heard


def test_answers_carry_the_headers_of_the_platform() -> None:
    with RunningSimulator() as simulator:
        headers, _ = hear(simulator)[0]

    assert headers["openai-version"] == "2020-10-01"
    assert headers["x-request-id"].startswith("req_")
    assert {"openai-organization", "openai-processing-ms", "x-ratelimit-remaining-tokens"} <= set(headers)


def test_info_tells_how_to_reach_it() -> None:
    with RunningSimulator(seed=9) as simulator, urlopen(f"{simulator.control_url}/info") as answer:
        info = json.load(answer)

    assert info["api_key"] == simulator.api_key
    assert info["base_url"] == simulator.base_url
    assert info["control_url"] == simulator.control_url
    assert info["seed"] == 9
    of_compliance = {"full", "read_only", "no_compliance", "other_workspace", "admin"}
    assert set(info["keys"]) == of_compliance | {"project", "project_read_only", "other_project"}


def test_requests_are_listed_with_their_exact_body() -> None:
    with RunningSimulator() as simulator:
        hear(simulator)
        requests = simulator.requests(after=1)
        simulator.clear_requests()

        assert simulator.requests() == []

    assert [request.number for request in requests] == [2, 3, 4, 5, 6]
    assert requests[0].body == json.dumps(CONVERSATION[1][2])
    assert requests[0].headers["authorization"] == "Bearer ****e-up"
    assert requests[-1].status == 404


def test_faults_from_the_command_line_return_with_a_reset() -> None:
    with RunningSimulator("--fault", "http-503=1") as simulator:
        struck = hear(simulator)[0]
        simulator.faults({})
        spared = hear(simulator)[0]
        simulator.reset()
        again = hear(simulator)[0]

    assert b"overloaded" in struck[1]
    assert b"You said" in spared[1]
    assert b"overloaded" in again[1]


@pytest.mark.parametrize(
    ("path", "body", "hint"),
    [
        ("faults", {"http-50": 1}, "There is no fault called"),
        ("faults", {"http-500": "often"}, "needs a rate"),
        ("faults", [], "an object of names and rates"),
        ("script", [{"reply": {"txt": "x"}}], "not understood at 0.reply.txt"),
    ],
)
def test_a_mistake_in_a_control_call_is_explained(path: str, body: Any, hint: str) -> None:
    with RunningSimulator() as simulator:
        with pytest.raises(HTTPError) as refusal:
            simulator._control("POST", f"/{path}", body)
        with refusal.value as answer:
            message = json.load(answer)["error"]

    assert refusal.value.code == 400
    assert hint in message


def test_an_unknown_control_call_lists_the_known_ones() -> None:
    with RunningSimulator() as simulator:
        with pytest.raises(HTTPError) as refusal:
            simulator._control("POST", "/scripts", [])
        with refusal.value as answer:
            message = json.load(answer)["error"]

        assert simulator.requests() == []

    assert refusal.value.code == 404
    assert "POST script" in message


def test_a_fixed_key_and_any_key_are_switches() -> None:
    with RunningSimulator("--api-key", "fixed-key") as simulator:
        assert status_with_key(simulator, "fixed-key") == 200
        assert status_with_key(simulator, "other-key") == 401
    with RunningSimulator("--any-key") as simulator:
        assert status_with_key(simulator, "other-key") == 200


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_good_order_when_asked(how: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "watchgate.simulator", "--listen", "127.0.0.1:0", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    ready = json.loads(process.stdout.readline())

    process.send_signal(how)
    _, complaints = process.communicate(timeout=10)

    assert ready["base_url"].endswith("/v1")
    assert process.returncode == 0
    assert complaints == ""


def test_a_port_in_use_is_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = start_in_vain("--listen", f"127.0.0.1:{port}")

    assert ended.returncode == 2
    assert ended.stderr.strip() == (
        f"The address 127.0.0.1:{port} is already in use: stop what listens there, or choose another with --listen."
    )


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--listen", "nowhere"), "HOST:PORT"),
        (("--listen", "127.0.0.1:0", "--fault", "zebra=1"), "known faults"),
    ],
)
def test_a_wrong_option_is_explained(options: tuple[str, ...], hint: str) -> None:
    ended = start_in_vain(*options)

    assert ended.returncode == 2
    assert hint in ended.stderr


def test_the_launcher_says_why_it_did_not_start() -> None:
    with pytest.raises(SimulatorError, match="known faults"), RunningSimulator("--fault", "zebra=1"):
        pass


def test_the_command_is_part_of_the_command_line() -> None:
    app = typer.Typer()
    register(app)

    help_ = CliRunner().invoke(app, ["simulator", "--help"])
    faults = CliRunner().invoke(app, ["simulator", "faults"])

    assert "run" in help_.output
    assert "drop-connection" in faults.output


def start_in_vain(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "watchgate.simulator", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)


def status_with_key(simulator: RunningSimulator, key: str) -> int:
    url = urlsplit(simulator.base_url)
    connection = HTTPConnection(url.hostname or "", url.port, timeout=10)
    connection.request("GET", "/v1/models", headers={"authorization": f"Bearer {key}"})
    status = connection.getresponse().status
    connection.close()
    return status
