"""A small OpenAI on a real socket: which key may do what at which path, and every way to answer badly."""

import json
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

WORKSPACE = "6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11"
ORGANIZATION = "org-Loopback123"
KEYS = {
    "full": "sk-full-aaaaaaaaaaaaaaaa-F111",
    "read_only": "sk-read-bbbbbbbbbbbbbbbb-R222",
    "no_compliance": "sk-none-cccccccccccccccc-N333",
    "other_workspace": "sk-othr-dddddddddddddddd-O444",
    "admin": "sk-admn-eeeeeeeeeeeeeeee-A555",
    "only_messages": "sk-some-ffffffffffffffff-S666",
}
_READS_WORKSPACE = {KEYS["full"], KEYS["read_only"]}


class OpenAiOnLoopback(ThreadingHTTPServer):
    """`seen`: (method, path) of each request. `answer_all_with`: (status, headers, body) instead of the usual."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen = []
        self.answer_all_with = None

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # who reads the status only hangs up early
            super().handle_error(request, client_address)

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: OpenAiOnLoopback

    def do_GET(self):
        self.server.seen.append((self.command, self.path))
        status, headers, body = self.server.answer_all_with or self._usual()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_DELETE = do_PATCH = do_PUT = do_GET  # noqa: N815 -- http.server's names

    def _usual(self):  # noqa: PLR0911 -- one line for each way to be refused
        url = urlsplit(self.path)
        key = (self.headers["Authorization"] or "").removeprefix("Bearer ")
        if key not in KEYS.values():
            return self._say(401)
        if url.path.startswith("/v1/organization/"):
            return self._say(200 if key == KEYS["admin"] else 403)
        if key in (KEYS["no_compliance"], KEYS["admin"]):
            return self._say(403)
        if key == KEYS["other_workspace"]:
            return self._say(404)
        owner = url.path.split("/")[4]
        if owner not in (WORKSPACE, ORGANIZATION):
            return self._say(404)
        event_type = parse_qs(url.query).get("event_type")
        if key == KEYS["only_messages"] and event_type != ["CONVERSATION_MESSAGE"]:
            return self._say(403)
        return self._say(200)

    @staticmethod
    def _say(status):
        body = (
            {"data": [], "has_more": False}
            if status == 200
            else {"detail": "no, and the key was in the body"}
        )
        return status, {}, json.dumps(body).encode()

    def log_message(self, *_):
        """Quiet."""


@contextmanager
def openai_on_loopback():
    server = OpenAiOnLoopback()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
