"""Everything that our processes wrote, and everything that must not stand in it."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import UUID

import httpx
import psycopg

from watchgate.settings import load_settings
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.storage.sealing import Keyring, key_encryption

START_S = 60
PIECE = 28
"""So many characters of a text are its own, in templates that share words."""


class Recorded:
    """Runs `watchgate …` at debug level and keeps what each process writes, to read it all in the end."""

    def __init__(self, folder, environment):
        self.folder = folder / "written"
        self.folder.mkdir()
        self._environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment}
        self._running = []
        self._count = 0

    def run(self, *arguments, exit_code=0, stdin=""):
        """To its end; what it wrote to standard output."""
        process, out = self._start(arguments, subprocess.PIPE)
        process.communicate(stdin.encode(), timeout=120)
        assert process.returncode == exit_code, out.with_suffix(".err").read_text()
        return out.read_text()

    def start(self, *arguments, **environment):
        """In the background; its first line of JSON."""
        process, out = self._start(arguments, subprocess.DEVNULL, **environment)
        self._running.append(process)
        deadline = time.monotonic() + START_S
        while b"\n" not in out.read_bytes():
            assert process.poll() is None, out.with_suffix(".err").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return json.loads(out.read_text().splitlines()[0])

    def stop(self):
        """End what runs in the background, politely; the exit codes."""
        for process in self._running:
            process.terminate()
        codes = [process.wait(60) for process in self._running]
        self._running.clear()
        return codes

    def of_kind(self, ending):
        """file → text, of all `.out` or `.err`."""
        return {path: path.read_text(errors="replace") for path in sorted(self.folder.glob(f"*{ending}"))}

    def _start(self, arguments, stdin, **environment):
        self._count += 1
        out = self.folder / f"{self._count:03d}-{arguments[0]}.out"
        with out.open("wb") as output, out.with_suffix(".err").open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "e2e.at_debug_level", *arguments],
                env={**self._environment, **environment},
                stdin=stdin,
                stdout=output,
                stderr=errors,
            )
        return process, out


class CommandLines:
    """While it is entered, looks at the process list of this machine, again and again."""

    def __init__(self):
        self.seen = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _look(self):
        while not self._over.wait(0.03):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                with contextlib.suppress(OSError):  # the process has ended meanwhile
                    self.seen.add(path.read_bytes())


async def stored_texts(data_dir, workspace_id):
    """Every text of a message and every title that is in the catalogue, opened."""
    server = EmbeddedPostgres(data_dir)
    server.start()
    database = Database(server.url, server=server)
    keyring = Keyring(key_encryption(load_settings(data_dir=data_dir)))
    try:
        async with database.read() as tx:
            sealer = await keyring.existing(tx, UUID(workspace_id))
        with psycopg.connect(server.url) as connection:
            messages = connection.execute(
                "SELECT message_id, sealed FROM message WHERE sealed IS NOT NULL"
            ).fetchall()
            titles = connection.execute(
                "SELECT conversation_id, title_sealed FROM conversation WHERE title_sealed IS NOT NULL"
            ).fetchall()
    finally:
        await database.close()
    texts = [
        sealer.open(bytes(sealed), context=b"title:" + name.encode()).decode() for name, sealed in titles
    ]
    for name, sealed in messages:
        parts = json.loads(sealer.open(bytes(sealed), context=b"message:" + name.encode()))["parts"]
        texts += [part["text"] for part in parts]
    return texts


def pieces_of(texts):
    """A piece from the beginning, the middle and the end of each text that is long enough to be told from others."""
    found = set()
    for text in texts:
        for line in text.splitlines():
            if len(line) >= PIECE:
                middle = (len(line) - PIECE) // 2
                found |= {line[:PIECE], line[middle : middle + PIECE], line[-PIECE:]}
    return found


def standing_in(blob, secrets):
    """Those of *secrets* that stand in *blob*: as they are, or escaped as JSON and Python have it."""
    forms = {secret: {secret, json.dumps(secret)[1:-1], repr(secret)[1:-1]} for secret in secrets}
    return sorted(secret for secret, written in forms.items() if any(form in blob for form in written))


def ask(url, token, method, path, **body):
    answer = httpx.request(
        method, f"{url}/api/v1{path}", headers={"Authorization": f"Bearer {token}"}, timeout=30, **body
    )
    assert answer.status_code == 200, answer.status_code
    return answer.json()
