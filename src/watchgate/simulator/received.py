"""What has reached us? The most recent requests as they came, so that a test can see what a gateway let through."""

import base64
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from watchgate.simulator.reply import JsonObject


@dataclass(slots=True)
class ReceivedRequest:
    """One request. `status` and `is_disconnected` become known while it is answered."""

    number: int
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    faults: list[str] = field(default_factory=list)
    status: int | None = None
    is_disconnected: bool = False

    def as_json(self) -> JsonObject:
        shown: JsonObject = {
            "number": self.number,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": self.headers,
            "body": self.body.decode("utf-8", "replace"),
            "status": self.status,
            "faults": self.faults,
            "disconnected": self.is_disconnected,
        }
        if not _is_utf8(self.body):
            shown["body_base64"] = base64.b64encode(self.body).decode()
        return shown


class ReceivedRequests:
    """A ring bounded in number and in bytes: the oldest makes room. No number comes twice before a restart."""

    def __init__(self, *, limit: int, limit_bytes: int = 256 * 1024 * 1024) -> None:
        self._ring: deque[ReceivedRequest] = deque()
        self._limit = limit
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._last_number = 0

    def add(
        self, *, method: str, path: str, query: str, headers: Iterable[tuple[bytes, bytes]], body: bytes
    ) -> ReceivedRequest:
        self._last_number += 1
        request = ReceivedRequest(self._last_number, method, path, query, _readable(headers), body)
        self._ring.append(request)
        self._held_bytes += len(body)
        while len(self._ring) > self._limit or (self._held_bytes > self._limit_bytes and len(self._ring) > 1):
            self._held_bytes -= len(self._ring.popleft().body)
        return request

    def after(self, number: int) -> list[ReceivedRequest]:
        return [request for request in self._ring if request.number > number]

    def clear(self) -> None:
        """Forget the requests; the numbering goes on."""
        self._ring.clear()
        self._held_bytes = 0

    def restart(self) -> None:
        """Forget the requests and begin again at number 1, so that the same requests get the same answers."""
        self.clear()
        self._last_number = 0


def _readable(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case, repeated ones joined as HTTP allows, the credential down to its last four characters."""
    shown: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "authorization":
            value = mask_credential(value)
        shown[name] = f"{shown[name]}, {value}" if name in shown else value
    return shown


def mask_credential(value: str) -> str:
    scheme, _, credential = value.partition(" ")
    if len(credential) <= 8:
        return f"{scheme} ****"
    return f"{scheme} ****{credential[-4:]}"


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
