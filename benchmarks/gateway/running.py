"""Is a candidate up, and does it do what it is said to do?"""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gateway.bodies import BODIES, PERSONAL
from benchmarks.gateway.candidates import KEY, Candidate
from benchmarks.gateway.processes import Cores, start, stop
from benchmarks.gateway.tools import FakeUpstream

START_S = 180
"""LiteLLM needs up to two minutes."""


@dataclass(frozen=True)
class Running:
    candidate: Candidate
    pid: int | None

    @property
    def headers(self) -> tuple[str, ...]:
        return (f"authorization: Bearer {KEY}", *self.candidate.headers)


@contextmanager
def running(
    candidates: list[Candidate], upstream: FakeUpstream, folder: Path, cores: Cores
) -> Iterator[tuple[list[Running], dict[str, str]]]:
    """All of them started and checked; and for those that did not make it, why."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    up: list[Running] = []
    skipped: dict[str, str] = {}
    try:
        for candidate in candidates:
            if candidate.command:
                log = _log(folder, candidate)
                processes[candidate.name] = start(
                    list(candidate.command), env=candidate.env, cores=cores.gateway, log=log, cwd=folder
                )
        for candidate in candidates:
            process = processes.get(candidate.shares or candidate.name)
            one = Running(candidate, process.pid if process else None)
            if problem := _is_not_up(one, process, _log(folder, candidate)) or _does_not_keep_its_word(
                one, upstream
            ):
                skipped[candidate.name] = problem
                print(f"Left out: {candidate.name}: {problem}", flush=True)
            else:
                up.append(one)
        yield up, skipped
    finally:
        for process in processes.values():
            stop(process)


def _log(folder: Path, candidate: Candidate) -> Path:
    return folder / f"{candidate.name.replace(',', '').replace(' ', '-')}.log"


def _is_not_up(one: Running, process: subprocess.Popen[bytes] | None, log: Path) -> str | None:
    deadline = time.monotonic() + START_S
    problem = ""
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            return (
                f"It ended with status {process.returncode}. {log.read_text(errors='replace').strip()[-300:]}"
            )
        try:
            _ask(one, BODIES["clean"])
        except urllib.error.HTTPError as refusal:
            return f"It answers {refusal.code}: {refusal.read()[:300]!r}"
        except OSError as failure:
            problem = str(failure)
            time.sleep(0.3)
        else:
            return None
    return f"It did not answer within {START_S} s: {problem}."


def _does_not_keep_its_word(one: Running, upstream: FakeUpstream) -> str | None:
    """With a guardrail the e-mail address stays here; without, it arrives. Streams end. Else the figures would mean nothing."""
    for body in ("personal", "stream-personal"):
        try:
            answer = _ask(one, BODIES[body])
        except OSError as failure:
            return f"It does not answer {body}: {failure}."
        reached = PERSONAL[0].encode() in upstream.last_body()
        if reached and one.candidate.masks:
            return f"Its guardrail let the e-mail address through ({body})."
        if not reached and not one.candidate.masks:
            return f"The e-mail address did not arrive though nobody masks it ({body})."
        if body.startswith("stream") and b"data: [DONE]" not in answer:
            return "Its stream has no end."
    return None


def _ask(one: Running, body: bytes) -> bytes:
    request = urllib.request.Request(
        f"http://127.0.0.1:{one.candidate.port}/v1/chat/completions", data=body, method="POST"
    )
    for header in (*one.headers, "content-type: application/json"):
        name, _, value = header.partition(": ")
        request.add_header(name, value)
    with urllib.request.urlopen(request, timeout=30) as answer:
        content: bytes = answer.read()
    if not content.lstrip().startswith(b"data:"):
        json.loads(content)
    return content
