"""How does a test or a demo get an OpenAI to talk to? The simulator as a process of its own, for as long as a `with` lasts.

with RunningSimulator() as simulator:
    client = OpenAI(base_url=simulator.base_url, api_key=simulator.api_key)
    …
    assert "alice@example.com" not in simulator.requests()[-1].body
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from selectors import EVENT_READ, DefaultSelector
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import urlencode
from urllib.request import Request, urlopen

_START_SECONDS = 30.0
_STOP_SECONDS = 5.0
_CONTROL_SECONDS = 10.0
_WORKSPACE_SECONDS = 120.0
"""Composing a million events takes its time."""


class SimulatorError(Exception):
    """The simulator did not start, or ended by itself. The message carries what it wrote to stderr."""


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request as the simulator received it. Header names are in lower case, the credential is masked."""

    number: int
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: str
    status: int | None
    faults: Sequence[str]
    is_disconnected: bool
    """The client left before the answer was complete."""

    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        return json.loads(self.body)


class RunningSimulator:
    """The simulator on a free port of 127.0.0.1. Options are those of `watchgate simulator run`."""

    def __init__(self, *options: str, seed: int = 0) -> None:
        self._command = [sys.executable, "-m", "watchgate.simulator"]
        self._command += ["--listen", "127.0.0.1:0", "--json", "--seed", str(seed), *options]
        self._process: subprocess.Popen[str] | None = None
        self._complaints: IO[str] | None = None
        self.base_url = self.control_url = self.api_key = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._complaints = TemporaryFile("w+")  # noqa: SIM115 - closed by stop()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
        )
        line = _first_line(self._process, wait_seconds=_START_SECONDS)
        if not line:
            self._end()
            raise SimulatorError(
                f"The simulator did not start. It wrote: {self._complained() or '(nothing)'}"
            )
        ready = json.loads(line)
        self.base_url, self.control_url = ready["base_url"], ready["control_url"]
        self.api_key = ready["api_key"]

    def stop(self) -> None:
        """Stop the process; harmless when it has ended already. What it complained of is passed on to our stderr."""
        self._end()
        sys.stderr.write(self._complained())

    def requests(self, *, after: int = 0) -> list[SeenRequest]:
        """What the simulator has received, oldest first, beginning with the number behind *after*."""
        return [_seen(each) for each in self._control("GET", f"/requests?after={after}")]

    def wait_for_request(
        self, *, after: int = 0, is_disconnected: bool = False, wait_seconds: float = 5.0
    ) -> SeenRequest:
        """The first request behind *after*, as soon as it has come (and, if so wanted, its client has left)."""
        deadline = time.monotonic() + wait_seconds
        while time.monotonic() < deadline:
            for request in self.requests(after=after):
                if request.is_disconnected or not is_disconnected:
                    return request
            time.sleep(0.02)
        what = "request whose client left early" if is_disconnected else "request"
        raise SimulatorError(f"No {what} came within {wait_seconds:g} seconds.")

    def clear_requests(self) -> None:
        self._control("DELETE", "/requests")

    def faults(self, rates: Mapping[str, float | Mapping[str, float | str]] | None = None) -> None:
        """Put these faults in force in place of the earlier ones: `{"http-503": {"rate": 1, "times": 2}}`.

        A fault strikes a part (`rate`) of the requests, or every so-manieth (`every`); so many `times` at most; if `only` is said,
        those whose path contains it.

        In place of all of them: those of the log writer end too, for every file that nobody has listed yet.
        """
        self._control("POST", "/faults", dict(rates or {}))

    def script(self, *rules: Mapping[str, Any]) -> None:
        """Put these rules in force in place of the earlier ones: `{"match": {"contains": "x"}, "reply": {"text": "y"}}`."""
        self._control("POST", "/script", list(rules))

    def reset(self) -> None:
        """As if it had just started: no script, no stored response, nothing deleted, first faults, first number."""
        self._control("POST", "/reset", {})

    @cached_property
    def info(self) -> Mapping[str, Any]:
        """What `GET /_sim/info` says of the simulated workspace. Made when first asked for."""
        info: Mapping[str, Any] = self._control("GET", "/info", wait_seconds=_WORKSPACE_SECONDS)
        return info

    @property
    def workspace_id(self) -> str:
        return str(self.info["workspace_id"])

    @property
    def organization_id(self) -> str:
        return str(self.info["organization_id"])

    @property
    def keys(self) -> Mapping[str, str]:
        """By name: `full`, `read_only`, `no_compliance`, `other_workspace`, `admin`; and for the skills of an API project
        `project`, `project_read_only`, `other_project`.
        """
        keys: Mapping[str, str] = self.info["keys"]
        return keys

    def truth_events(self) -> Iterator[Mapping[str, Any]]:
        """Every event that stands in a log file which is out, once: ids, type, timestamp, `sha256` of a message's text."""
        return self._truth("events")

    def truth_planted(self) -> Iterator[Mapping[str, Any]]:
        """Every planted value: `asset` (`message` or `file`) with its ids, `entity`, `value`, `start` and `end` in code points."""
        return self._truth("planted")

    def truth_deletes(self) -> Iterator[Mapping[str, Any]]:
        """Every deletion that took effect: `kind`, `id`, `action` (`delete` or `isolate`), `user_id`, `parent_id`, `timestamp`,
        `by` (the redacted key), `request` (its number).
        """
        return self._truth("deletes")

    def truth_delete_requests(self) -> Iterator[Mapping[str, Any]]:
        """Every request to delete or isolate something: `request`, `method`, `path`, `action`, `ids`, `by`, `timestamp`, `faults`,
        `status` (None when the connection was closed) and `took_effect`.
        """
        return self._truth("delete_requests")

    def truth_objects(self) -> Iterator[Mapping[str, Any]]:
        """Every object of every kind, gone or not: `kind`, `id`, `user_id`, `parent_id`, `is_gone`, `is_isolated`; of those beside
        the office's conversations, uploads, GPTs and projects `timestamp` and `planted`, too.
        """
        return self._truth("objects")

    def make(self, **counts: int) -> list[Mapping[str, Any]]:
        """More objects, made now: `make(memory=30, conversation=100, gpt=5)`. What is told of each, as `truth_objects` does.

        Kinds: memory, canvas, recording, automation, skill, agent, library_file, codex_task, codex_environment, conversation, file,
        gpt, project (the latter two with a file each: `gpt_file`, `project_file`). No log file tells of them.
        """
        made: list[Mapping[str, Any]] = self._control(
            "POST", "/objects", counts, wait_seconds=_WORKSPACE_SECONDS
        )["objects"]
        return made

    def install_gpt(self, bundle: bytes, **query: str) -> dict[str, str]:
        """A person makes a Custom GPT of a bundle (the ZIP of `skills export --target custom-gpt`), as its INSTALL.md says.

        Who: `owner`, an e-mail address. `draft="true"`: it is not published yet, and shows nowhere. `gpt_id`, `configuration_id`.
        """
        return self._edit("POST", "gpts/install", bundle, query)

    def install_gpt_over(self, gpt_id: str, bundle: bytes, **query: str) -> dict[str, str]:
        """Somebody (`by`) copies the bundle of another version into a GPT that is there."""
        return self._edit("PUT", f"gpts/{gpt_id}", bundle, query)

    def edit_gpt(self, gpt_id: str, **fields: object) -> dict[str, str]:
        """Somebody (`by`; else the owner) changes a GPT: `name`, `description`, `instructions`, `starters`, `capabilities`, `actions`,
        `files` (names), `visibility`, `recipients` (e-mail addresses), `draft`.
        """
        return self._edit("PATCH", f"gpts/{gpt_id}", json.dumps(fields).encode(), {})

    def install_skill(self, archive: bytes, **query: str) -> dict[str, str]:
        """A person (`owner`) uploads a skill in ChatGPT: `skill_id`."""
        return self._edit("POST", "skills/install", archive, query)

    def install_skill_over(self, skill_id: str, archive: bytes) -> dict[str, str]:
        """Its creator uploads another archive for a skill that is there."""
        return self._edit("PUT", f"skills/{skill_id}", archive, {})

    def expose_gpt_create(self, *, enabled: bool = True) -> None:
        """From now on there is `POST …/gpts`, which makes a GPT. *Assumed*: no document of OpenAI has it, so without this it is a 404."""
        path = f"/workspaces/{self.workspace_id}/gpt_create"
        self._control("PUT", path, {"enabled": enabled}, wait_seconds=_WORKSPACE_SECONDS)

    def make_group(self, name: str, members: Sequence[str] = (), source: str = "manual") -> str:
        """A group of the workspace's directory, with people by their e-mail addresses; `source` may be `scim`. Its id."""
        wanted = {"name": name, "members": list(members), "source": source}
        return str(self._of_group("POST", "", wanted)["group_id"])

    def change_group(self, group_id: str, **fields: object) -> None:
        """Its `name`, or its `members`: all there are from now on."""
        self._of_group("PATCH", f"/{group_id}", fields)

    def remove_group(self, group_id: str) -> None:
        self._of_group("DELETE", f"/{group_id}", None)

    def run_gpt(self, gpt_id: str, **asked: object) -> list[dict[str, Any]]:
        """People run a GPT: `run_gpt(id, count=50, hub_url=…, hub_key=…, skill_id=…, record={…}, refuse=5, late=2, late_s=1)`.

        No run began before the GPT was there, or its newest configuration: of one that was just made, `ahead_s=300` spreads them over
        the five minutes to come, for `advance_clock` to reach. What is told of each run: `run`, `conversation_id`, `user_id`, `recorded`, and what the Hub said as `answer`.
        """
        return self._run("gpts", gpt_id, asked)

    def run_skill(self, skill_id: str, **asked: object) -> list[dict[str, Any]]:
        """People run a skill of the workspace; as `run_gpt`."""
        return self._run("skills", skill_id, asked)

    def run_agent(self, agent_id: str, **asked: object) -> list[dict[str, Any]]:
        """People run an agent; as `run_gpt`, with `skills`: the ids of the workspace skills it uses."""
        return self._run("agents", agent_id, asked)

    def truth_runs(self) -> Mapping[str, Any]:
        """Every run: `total`, `recorded`, `counts` (per thing, version, person, day, way and sources), `runs`, `costs`."""
        truth: Mapping[str, Any] = self._control(
            "GET", f"/workspaces/{self.workspace_id}/runs", wait_seconds=_WORKSPACE_SECONDS
        )
        return truth

    def audit_gpt_runs(self, **types: str) -> None:
        """From now on the platform's audit log tells of GPTs' runs: `audit_gpt_runs(invoked="gpt.invoked", failed="gpt.failed")`.

        OpenAI's list has no such events, so without this there are none.
        """
        self._control("POST", "/audit_events", types)

    def _run(self, things: str, thing_id: str, asked: Mapping[str, object]) -> list[dict[str, Any]]:
        path = f"/workspaces/{self.workspace_id}/{things}/{thing_id}/runs"
        runs: list[dict[str, Any]] = self._control("POST", path, asked, wait_seconds=_WORKSPACE_SECONDS)
        return runs

    def _of_group(self, method: str, path: str, said: object) -> dict[str, Any]:
        path = f"/workspaces/{self.workspace_id}/groups{path}"
        told: dict[str, Any] = self._control(method, path, said, wait_seconds=_WORKSPACE_SECONDS)
        return told

    def _edit(self, method: str, path: str, body: bytes, query: Mapping[str, str]) -> dict[str, str]:
        said = f"?{urlencode(query)}" if query else ""
        url = f"{self.control_url}/workspaces/{self.workspace_id}/{path}{said}"
        headers = {"content-type": "application/octet-stream"}
        request = Request(url, body, headers, method=method)  # noqa: S310 - our own http URL
        with urlopen(request, timeout=_WORKSPACE_SECONDS) as answer:  # noqa: S310 - our own http URL
            edited: dict[str, str] = json.loads(answer.read())
        return edited

    def truth_files(self) -> Iterator[Mapping[str, Any]]:
        """Every file uploaded so far: ids, `name`, `mime`, `timestamp`, `size_bytes`, `sha256`."""
        return self._truth("files")

    def truth_broken_lines(self) -> Iterator[Mapping[str, Any]]:
        """Every line broken on purpose in the files written so far: `log_file_id`, `event_type`, `offset` in bytes."""
        return self._truth("broken_lines")

    def now(self) -> datetime:
        """What the simulated clock says."""
        return datetime.fromisoformat(self._control("GET", "/clock")["now"])

    def advance_clock(self, seconds: float) -> datetime:
        """Move the simulated clock forward; what it says then."""
        return datetime.fromisoformat(self._control("POST", "/clock", {"advance_s": seconds})["now"])

    def set_clock(self, moment: datetime) -> datetime:
        """Move the simulated clock forward to *moment*; what it says then."""
        return datetime.fromisoformat(self._control("POST", "/clock", {"now": moment.isoformat()})["now"])

    def limit_requests(self, per_minute: int) -> None:
        """So many calls per minute, compliance endpoint and key; 0: no limit."""
        self._control("POST", "/limits", {"requests_per_minute": per_minute})

    def _truth(self, name: str) -> Iterator[Mapping[str, Any]]:
        with urlopen(f"{self.control_url}/truth/{name}", timeout=_WORKSPACE_SECONDS) as answer:  # noqa: S310 - our own http URL
            for line in answer:
                if line.strip():
                    yield json.loads(line)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()

    def _complained(self) -> str:
        complaints, self._complaints = self._complaints, None
        if complaints is None:
            return ""
        with complaints:
            complaints.seek(0)
            return complaints.read()

    def _control(
        self, method: str, path: str, body: object = None, *, wait_seconds: float = _CONTROL_SECONDS
    ) -> Any:  # noqa: ANN401 - any JSON value
        payload = None if body is None else json.dumps(body).encode()
        url, headers = self.control_url + path, {"content-type": "application/json"}
        request = Request(url, payload, headers, method=method)  # noqa: S310 - our own http URL
        with urlopen(request, timeout=wait_seconds) as answer:  # noqa: S310 - our own http URL
            text = answer.read()
        return json.loads(text) if text else None


def _first_line(process: subprocess.Popen[str], *, wait_seconds: float) -> str:
    """The line that says "ready"; empty when the process ends or stays silent instead."""
    assert process.stdout
    with DefaultSelector() as selector:
        selector.register(process.stdout, EVENT_READ)
        return process.stdout.readline() if selector.select(wait_seconds) else ""


def _seen(shown: Mapping[str, Any]) -> SeenRequest:
    known = {name: value for name, value in shown.items() if name not in ("disconnected", "body_base64")}
    return SeenRequest(**known, is_disconnected=shown["disconnected"])
