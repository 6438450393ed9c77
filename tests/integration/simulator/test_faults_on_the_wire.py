"""Each fault as a client meets it: by the SDK where the SDK must cope, by a bare socket where the bytes matter."""

import gzip
import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse, IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

import openai
import pytest
from openai import OpenAI

from watchgate.testing.simulator import RunningSimulator

ASKED: Any = [{"role": "user", "content": "Zoë 😀"}]
SAID = "You said: Zoë 😀"


@contextmanager
def post(simulator: RunningSimulator, fault: str, *, stream: bool, **headers: str) -> Iterator[HTTPResponse]:
    url = urlsplit(simulator.base_url)
    body = json.dumps({"model": "gpt-4o", "messages": ASKED, "stream": stream})
    sent = {"authorization": f"Bearer {simulator.api_key}", "x-sim-fault": fault, **headers}
    with closing(HTTPConnection(url.hostname or "", url.port, timeout=10)) as connection:
        connection.request("POST", "/v1/chat/completions", body, sent)
        yield connection.getresponse()


def streamed(client: OpenAI, fault: str) -> str:
    stream = client.chat.completions.create(
        model="gpt-4o", messages=ASKED, stream=True, extra_headers={"x-sim-fault": fault}
    )
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream)


@pytest.mark.parametrize(
    "fault", ["crlf", "comments", "crlf,comments", "split-utf8", "gzip", "gzip,split-utf8"]
)
def test_odd_but_legal_streams_say_the_same(client: OpenAI, fault: str) -> None:
    assert streamed(client, fault) == SAID


def test_split_characters_arrive_in_pieces_that_are_no_text(simulator: RunningSimulator) -> None:
    whole = b""
    broken_reads = 0
    with post(simulator, "split-utf8", stream=True) as answer:
        while piece := answer.read1():
            whole += piece
            broken_reads += not is_text(piece)

    assert "😀" in whole.decode()
    assert broken_reads > 0


def test_gzip_is_for_clients_that_accept_it(simulator: RunningSimulator) -> None:
    with post(simulator, "gzip", stream=False, **{"accept-encoding": "gzip"}) as packed:
        unpacked = json.loads(gzip.decompress(packed.read()))
    with post(simulator, "gzip", stream=False, **{"accept-encoding": "identity"}) as plain:
        body = json.loads(plain.read())

    assert packed.getheader("content-encoding") == "gzip"
    assert plain.getheader("content-encoding") is None
    assert unpacked["choices"] == body["choices"]


def test_a_cut_stream_ends_without_an_end(simulator: RunningSimulator) -> None:
    with post(simulator, "cut-stream:3", stream=True) as answer, pytest.raises(IncompleteRead):
        answer.read()


def test_a_dropped_connection_has_no_answer(simulator: RunningSimulator) -> None:
    with pytest.raises(RemoteDisconnected), post(simulator, "drop-connection", stream=False):
        pass


def test_an_error_in_mid_stream_reaches_the_sdk(client: OpenAI) -> None:
    with pytest.raises(openai.APIError, match="The server had an error"):
        streamed(client, "mid-stream-error")


def test_an_error_event_ends_a_responses_stream(client: OpenAI) -> None:
    stream = client.responses.create(
        model="gpt-4o", input="hello", stream=True, extra_headers={"x-sim-fault": "mid-stream-error:4"}
    )

    events = list(stream)

    assert [event.sequence_number for event in events] == [0, 1, 2, 3, 4]
    assert events[-1].type == "error"


def test_malformed_json_does_not_parse(client: OpenAI, simulator: RunningSimulator) -> None:
    with post(simulator, "malformed-json", stream=False) as answer, pytest.raises(json.JSONDecodeError):
        json.loads(answer.read())
    with pytest.raises(json.JSONDecodeError):
        streamed(client, "malformed-json")


@pytest.mark.parametrize(
    ("fault", "least_seconds"), [("slow-first-byte:0.3", 0.3), ("slow-stream:0.05", 0.3)]
)
def test_slow_answers_are_slow(client: OpenAI, fault: str, least_seconds: float) -> None:
    begun = time.monotonic()

    assert streamed(client, fault) == SAID
    assert time.monotonic() - begun >= least_seconds


def test_a_client_that_leaves_in_mid_stream_is_noticed(client: OpenAI, simulator: RunningSimulator) -> None:
    stream = client.chat.completions.create(
        model="sim-filler-500", messages=ASKED, stream=True, extra_headers={"x-sim-fault": "slow-stream:0.05"}
    )
    next(iter(stream))

    stream.close()

    assert simulator.wait_for_request(is_disconnected=True).number == 1


def test_a_client_that_leaves_before_the_first_byte_is_noticed(simulator: RunningSimulator) -> None:
    url = urlsplit(simulator.base_url)
    request = (
        f"GET /v1/models HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {simulator.api_key}\r\n"
        "x-sim-fault: slow-first-byte:5\r\n\r\n"
    )
    with socket.create_connection((url.hostname or "", url.port or 0)) as connection:
        connection.sendall(request.encode())
        simulator.wait_for_request()

    assert simulator.wait_for_request(is_disconnected=True).path == "/v1/models"


def test_a_client_that_we_hang_up_on_is_not_said_to_have_left(
    client: OpenAI, simulator: RunningSimulator
) -> None:
    for fault in ("cut-stream", "drop-connection"):
        with pytest.raises(openai.APIConnectionError):
            streamed(client, fault)
    streamed(client, "gzip")

    assert [request.is_disconnected for request in simulator.requests()] == [False] * 3


def test_an_unknown_fault_is_named(simulator: RunningSimulator) -> None:
    with post(simulator, "http-505", stream=False) as answer:
        error = json.loads(answer.read())["error"]

    assert answer.status == 400
    assert "http-50" in error["message"]


def is_text(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True
