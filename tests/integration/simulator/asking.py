"""How the tests ask the simulated compliance host: over its own socket, as any client would."""

from collections.abc import Iterator
from typing import Any

import httpx

from watchgate.testing.simulator import RunningSimulator

LONG_AGO = "2020-01-01T00:00:00Z"
WEDNESDAY = ("--now", "2026-11-18T10:00:00Z")
"""An office day: at a weekend hardly anything is said."""


class Asker:
    """One key at one simulator."""

    def __init__(self, simulator: RunningSimulator, key: str = "full", **headers: str) -> None:
        self.simulator = simulator
        self.http = httpx.Client(headers=headers, timeout=30)
        self._authorization = {"authorization": f"Bearer {simulator.keys.get(key, key)}"}

    def ask(self, method: str, path: str, *, said: Any = None, **params: Any) -> httpx.Response:
        """*path* below the workspace, or from `/v1` when it begins with a slash; *said* is the JSON body."""
        root = self.simulator.base_url
        url = (
            root + path
            if path.startswith("/")
            else f"{root}/compliance/workspaces/{self.simulator.workspace_id}/{path}"
        )
        return self.http.request(method, url, params=params, json=said, headers=self._authorization)

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.ask("GET", path, **params)

    def log_files(self, kind: str, limit: int = 100, logs: str = "logs") -> Iterator[dict[str, Any]]:
        """All log files of *kind*, page by page."""
        after = LONG_AGO
        while True:
            page = self.get(logs, event_type=kind, after=after, limit=limit).json()
            yield from page["data"]
            if not page["has_more"]:
                return
            after = page["last_end_time"]

    def content(self, path: str) -> bytes:
        """What the redirect of *path* leads to."""
        location = self.get(path).headers["location"]
        return self.http.get(location).raise_for_status().content
