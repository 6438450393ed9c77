"""How is one reading process started, asked and ended?"""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import Self

import msgspec

from watchgate.ingest.extraction.frames import LENGTH_BYTES, Hello, Reply, framed
from watchgate.ingest.extraction.model import Limits

_ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "2",
    "RAYON_NUM_THREADS": "1",
    "TOKIO_WORKER_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}
"""All of it: what stands in ours (passwords, addresses) is none of its business."""
_OVERHEAD_BYTES = 64 * 1024
_SECONDS_TO_END = 5.0


class Died(Exception):
    """The process is gone, or speaks nonsense. `signal`: what ended it, if a signal did."""

    def __init__(self, ended_by: int | None) -> None:
        super().__init__(
            f"the reading process ended by signal {ended_by}" if ended_by else "the reading process ended"
        )
        self.signal = ended_by


class ReadingProcess:
    """A running process; to be ended with `kill`. Not for concurrent use."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits) -> None:
        self._process = process
        self._longest = limits.text_bytes + _OVERHEAD_BYTES
        self.files_read = 0
        self.is_isolated = False

    @classmethod
    async def start(cls, limits: Limits) -> Self:
        """A process that is ready. Raises Died when it does not become so."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-m", "watchgate.ingest.extraction.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # libraries write there what they read
            env=_ENVIRONMENT,
            start_new_session=True,
        )
        started = cls(process, limits)
        try:
            hello = msgspec.msgpack.decode(await started._ask(msgspec.msgpack.encode(limits)), type=Hello)
        except BaseException:  # whatever happened, nobody else knows of the process
            await started.kill()
            raise
        started.is_isolated = hello.is_isolated
        return started

    @property
    def pid(self) -> int:
        return self._process.pid

    async def read(self, ending: str, data: bytes) -> Reply:
        """What the process says of a file. Raises Died."""
        self.files_read += 1
        try:
            return msgspec.msgpack.decode(await self._ask(ending.encode(), data), type=Reply)
        except msgspec.MsgspecError as nonsense:
            raise Died(None) from nonsense

    async def _ask(self, *bodies: bytes) -> bytes:
        pipe, answers = self._process.stdin, self._process.stdout
        assert pipe is not None
        assert answers is not None
        try:
            for body in bodies:
                pipe.write(framed(body))
                await pipe.drain()
            length = int.from_bytes(await answers.readexactly(LENGTH_BYTES), "big")
            if length > self._longest:
                raise Died(None)
            return await answers.readexactly(length)
        except (OSError, asyncio.IncompleteReadError) as cut:
            raise Died(await self._ended_by()) from cut

    async def _ended_by(self) -> int | None:
        """The signal that ended the process, which is about to be gone."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), _SECONDS_TO_END)
        await self.kill()
        ended_by = self._process.returncode or 0
        return -ended_by if ended_by < 0 else None

    async def kill(self) -> None:
        """End the process and whatever it started, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
