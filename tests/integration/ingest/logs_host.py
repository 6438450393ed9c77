"""A compliance host as small as can be: it lists and serves the log files it is given, and misbehaves when told to."""

import hashlib
import json
from collections import deque
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

WORKSPACE = "6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11"
KEY = "sk-compliance-key-9fQ2"


class LogsHost:
    """`fail_next` holds statuses to answer with, first come first served; `damage_next` damages so many downloads."""

    def __init__(self):
        self.files = []
        self.fail_next = deque()
        self.damage_next = 0
        self.downloads = 0
        self.page_size = 100
        self.lists_wrong_hash = False
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                host.answer(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def root(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def base_url(self):
        return f"{self.root}/v1"

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def add(self, values, *, end_time, kind="CONVERSATION_MESSAGE", file_id=None):
        """A log file of *values* (JSON values, or bytes as they are); returns its id."""
        lines = [value if isinstance(value, bytes) else json.dumps(value).encode() for value in values]
        body = b"".join(line + b"\n" for line in lines)
        file_id = file_id or f"eclf_{len(self.files)}"
        self.files.append({"id": file_id, "type": kind, "end_time": end_time, "body": body})
        return file_id

    def answer(self, request):
        url = urlsplit(request.path)
        if url.path.startswith("/blobs/"):
            self._blob(request, url.path.removeprefix("/blobs/"))
        elif self.fail_next:
            self._send(request, self.fail_next.popleft(), {"detail": "told to"})
        elif request.headers["authorization"] != f"Bearer {KEY}":
            self._send(request, 401, {"detail": "who are you?"})
        elif url.path == f"/v1/compliance/workspaces/{WORKSPACE}/logs":
            self._list(request, parse_qs(url.query))
        else:
            file_id = url.path.rpartition("/")[2]
            if any(file["id"] == file_id for file in self.files):
                self._send(request, 307, {}, location=f"{self.root}/blobs/{file_id}")
            else:
                self._send(request, 404, {"detail": "not here"})

    def _list(self, request, query):
        after = datetime.fromisoformat(query["after"][0])
        found = [
            file
            for file in self.files
            if file["type"] == query["event_type"][0] and file["end_time"] >= after
        ]
        found.sort(key=lambda file: file["end_time"])
        page = found[: self.page_size]
        rows = [
            {
                "id": file["id"],
                "event_type": file["type"],
                "end_time": file["end_time"].isoformat(),
                "file_name": f"{file['id']}.jsonl",
                "file_size": len(file["body"]),
                "file_sha256": "0" * 64
                if self.lists_wrong_hash
                else hashlib.sha256(file["body"]).hexdigest(),
            }
            for file in page
        ]
        last = rows[-1]["end_time"] if rows else None
        self._send(request, 200, {"data": rows, "has_more": len(found) > len(page), "last_end_time": last})

    def _blob(self, request, file_id):
        self.downloads += 1
        assert request.headers["authorization"] is None, "the key must not travel to the file's host"
        body = next(file["body"] for file in self.files if file["id"] == file_id)
        if self.damage_next:
            self.damage_next -= 1
            body = body[:-2] + b"!\n"
        self._send(request, 200, body)

    def _send(self, request, status, body, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)
