"""Whatever is thrown at the gateway: a clear 4xx or the right answer, never a 500, never a hang, memory bounded."""

import http.client
import json
import socket
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATH = "/v1/chat/completions"
SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def post(gateway, body, path=PATH, headers=None):
    host, port = gateway.ready["listening"].rsplit(":", 1)
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    connection.request("POST", path, body, {"content-type": "application/json", **(headers or {})})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text


def raw(gateway, data, wait_s=10.0):
    """What comes back for *data* sent as it is, until the gateway closes the connection."""
    host, port = gateway.ready["listening"].rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=wait_s) as connection:
        connection.sendall(data)
        received = b""
        while piece := connection.recv(65536):
            received += piece
        return received


def code_of(text):
    return json.loads(text)["error"]["code"]


@SETTINGS
@given(st.binary(max_size=300))
def test_random_bytes(gateway, body):
    status, text = post(gateway, body)

    assert status == 400
    assert code_of(text) == "invalid_body"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
keys = st.sampled_from(
    [
        "model",
        "messages",
        "stream",
        "stream_options",
        "input",
        "instructions",
        "tools",
        "metadata",
        "prompt",
        "role",
        "content",
        "type",
    ]
)


@SETTINGS
@given(st.dictionaries(keys, json_values), st.sampled_from([PATH, "/v1/responses", "/v1/embeddings"]))
def test_any_json_in_any_place(gateway, document, path):
    status, _ = post(gateway, json.dumps(document), path)

    assert status < 500


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"[" * 500_000, "nested"),
        (b'{"messages":' + b"[" * 5000 + b"]" * 5000 + b"}", "nested"),
        (b'{"model":"a","model":"b","messages":[]}', "repeats a key"),
        (b'{"model":"gpt-4o","messages":[{"role":"user","content":"\xc3\x28"}]}', "UTF-8"),
        (b'{"model":"gpt-4o","n":NaN,"messages":[]}', "NaN"),
        (b'"text"', "not a JSON object"),
        (b"", "not valid JSON"),
    ],
)
def test_bodies_that_cannot_be_judged(gateway, body, why):
    status, text = post(gateway, body)

    assert status == 400
    assert why in json.loads(text)["error"]["message"]


def test_ten_thousand_messages_are_all_judged(gateway, simulator):
    messages = [
        {"role": "user", "content": f"message {number} of user{number}@example.com"}
        for number in range(10_000)
    ]
    before = gateway.resident_bytes()

    status, _ = post(gateway, json.dumps({"model": "gpt-4o", "messages": messages}))

    assert status == 200
    assert "@example.com" not in simulator.requests()[-1].body
    assert gateway.resident_bytes() - before < 150 * 1024 * 1024


def test_a_megabyte_in_one_message(gateway, simulator):
    text = "lorem ipsum " * 80_000 + "bo@example.com"

    status, _ = post(
        gateway, json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": text}]})
    )

    assert status in {200, 400}  # as a real target, the simulator finds it too long for the model
    assert "bo@example.com" not in simulator.requests()[-1].body


def test_a_body_beyond_the_limit(gateway):
    status, text = post(gateway, b" " * (20 * 1024 * 1024 + 1))

    assert status == 413
    assert code_of(text) == "body_too_large"


def test_a_compressed_body(gateway):
    status, text = post(gateway, b"{}", headers={"content-encoding": "gzip"})

    assert (status, code_of(text)) == (415, "unsupported_encoding")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/files",
        "/v1/chat/completions/",
        "//v1/chat/completions",
        "/v1/chat/%63ompletions",
        "/v1/realtime",
        "/v1/responses/compact",
        "/",
    ],
)
def test_paths_that_nobody_reads(gateway, simulator, path):
    status, text = post(gateway, b"{}", path)

    assert (status, code_of(text)) == (403, "endpoint_not_governed")
    assert simulator.requests() == []


def test_a_head_without_end(gateway):
    received = raw(
        gateway, b"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n" + b"x-a: " + b"a" * 100_000
    )

    assert received.startswith(b"HTTP/1.1 431")
    assert b"headers_too_large" in received


def test_what_is_not_http(gateway):
    received = raw(gateway, b"\x16\x03\x01 hello \r\n\r\n")

    assert received.startswith(b"HTTP/1.1 400")
    assert b"invalid_request" in received


def test_a_head_that_does_not_come(start_gateway):
    gateway = start_gateway({"audit-logger": {}}, limits={"header_s": 1.0, "body_s": 1.0})
    began = time.monotonic()

    no_head = raw(gateway, b"POST /v1/chat/completions HTTP/1.1\r\nhost: loc")
    no_body = raw(
        gateway, b"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{"
    )

    assert (no_head, no_body) == (b"", b"")
    assert time.monotonic() - began < 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    document=st.dictionaries(st.text(max_size=8), json_values, min_size=1, max_size=5),
    indent=st.sampled_from([None, 1, 3]),
)
def test_any_body_arrives_byte_for_byte_when_no_policy_applies(plain_gateway, simulator, document, indent):
    body = json.dumps(document, indent=indent, ensure_ascii=False).encode(errors="replace")

    post(plain_gateway, body, "/v1/embeddings")

    assert simulator.requests()[-1].body.encode() == body


@pytest.fixture(scope="module")
def plain_gateway(start_gateway):
    return start_gateway({"audit-logger": {}})
