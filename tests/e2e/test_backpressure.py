"""A client that stops reading stops the target: the gateway holds a bounded part of a stream, and nothing of it is lost."""

import contextlib
import json
import socket
import threading
import time

import pytest

CHUNKS = 70_000
CHUNK = {
    "id": "chatcmpl-1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "gpt-4o",
    "choices": [
        {"index": 0, "delta": {"content": "lorem ipsum dolor sit amet " * 40}, "finish_reason": None}
    ],
}
EVENT = f"data: {json.dumps(CHUNK)}\n\n".encode()
TOTAL_BYTES = CHUNKS * len(EVENT)
HELD_BYTES = 24 * 1024 * 1024
"""What the kernel buffers on both sides of the gateway (Linux: up to 4 MB and 6 MB each), and a little of its own."""
BODY = json.dumps(
    {"model": "gpt-4o", "stream": True, "messages": [{"role": "user", "content": "go on"}]}
).encode()


class EagerTarget:
    """Sends a long stream as fast as it is taken, and counts."""

    def __init__(self):
        self.sent_bytes = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def close(self):
        self._listener.close()
        self._thread.join()

    def _serve(self):
        with contextlib.suppress(OSError):
            connection, _ = self._listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
                )
                for _ in range(CHUNKS):
                    connection.sendall(EVENT)
                    self.sent_bytes += len(EVENT)
                connection.sendall(b"data: [DONE]\n\n")


@pytest.fixture
def target():
    target = EagerTarget()
    yield target
    target.close()


def until_it_stands_still(target):
    before = -1
    while before != target.sent_bytes or before == 0:
        before = target.sent_bytes
        time.sleep(0.5)
    return before


@pytest.mark.parametrize("policies", [{}, {"pii-detector": {"entities": ["EMAIL"]}}], ids=["plain", "judged"])
def test_a_client_that_stops_reading_stops_the_target(start_gateway, target, policies):
    gateway = start_gateway(policies, upstream=target.base_url)
    host, port = gateway.ready["listening"].rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=60) as client:
        before_bytes = gateway.resident_bytes()
        head = f"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {len(BODY)}\r\n\r\n"
        client.sendall(head.encode() + BODY)

        stood_at = until_it_stands_still(target)
        grown_bytes = gateway.resident_bytes() - before_bytes
        received = 0
        ending = b""
        while b"data: [DONE]" not in ending:
            piece = client.recv(1 << 20)
            assert piece, "the gateway broke the answer off"
            received += len(piece)
            ending = (ending + piece)[-64:]

    assert stood_at < HELD_BYTES < TOTAL_BYTES / 3
    assert grown_bytes < 40 * 1024 * 1024
    assert received > TOTAL_BYTES
