"""Who serves the log files? A process of its own that lists a folder's files as OpenAI does, and sends them by a second URL."""

import json
import sys
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: Path

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        name = url.path.rpartition("/")[2]
        if name == "logs":
            self._list(parse_qs(url.query))
        elif url.path.startswith("/blobs/"):
            self._send(200, (self.folder / name).read_bytes())
        else:
            self._send(307, b"", location=f"http://{self.headers['host']}/blobs/{name}")

    def log_message(self, *_: object) -> None:
        """Quiet: it stands beside what is measured."""

    def _list(self, query: dict[str, list[str]]) -> None:
        after = datetime.fromisoformat(query["after"][0])
        rows = json.loads((self.folder / "index.json").read_text())
        rows = [row for row in rows if datetime.fromisoformat(row["end_time"]) > after]
        rows = rows if query["event_type"] == ["CONVERSATION_MESSAGE"] else []
        page = sorted(rows, key=lambda row: row["end_time"])[:100]
        last = page[-1]["end_time"] if page else None
        answer = {"data": page, "has_more": len(rows) > len(page), "last_end_time": last}
        self._send(200, json.dumps(answer).encode())

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """`python -m benchmarks.ingest.log_host FOLDER`: prints its port and serves until it is killed."""
    Handler.folder = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
