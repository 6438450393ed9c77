"""What text is in a file that may be hostile? Read by a process with bounds, replaced when it dies, hangs or grows old."""

import asyncio
import logging
import signal
from types import TracebackType
from typing import Self

from watchgate.ingest.extraction.formats import ending_of
from watchgate.ingest.extraction.frames import Reply
from watchgate.ingest.extraction.model import Extracted, Limits, NotScanned, Outcome, Reason
from watchgate.ingest.extraction.process import Died, ReadingProcess
from watchgate.kernel.content import Content

_log = logging.getLogger(__name__)
_MAX_FILES_PER_PROCESS = 200
_ATTEMPTS = 2
"""A process may die of what it read before; a file of which a new one dies as well is at fault itself."""


class Extractor:
    """One reading process, started when needed. Files wait for each other; make several for more at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: ReadingProcess | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def pid(self) -> int | None:
        """Of the reading process at present, if there is one."""
        return self._process.pid if self._process else None

    async def extract(self, data: bytes, name: str) -> Outcome:
        """The text of the file *data*; of its *name*, only the ending matters. Never raises because of what is in the file.

        Raises OSError when no process can be started.
        """
        if not data:
            return NotScanned(Reason.EMPTY)
        if len(data) > self._limits.input_bytes:
            return NotScanned(Reason.TOO_LARGE)
        async with self._turn:
            return await self._extract(data, ending_of(name))

    async def close(self) -> None:
        """End the reading process. The extractor may be used again."""
        process, self._process = self._process, None
        if process is not None:
            await process.kill()

    async def _extract(self, data: bytes, ending: str) -> Outcome:
        for _ in range(_ATTEMPTS):
            try:
                async with asyncio.timeout(self._limits.seconds):
                    process = await self._ready()
                    return _outcome(await process.read(ending, data))
            except TimeoutError:
                await self.close()
                return NotScanned(Reason.TIMED_OUT)
            except Died as death:
                await self.close()
                if death.signal == signal.SIGXCPU:
                    return NotScanned(Reason.TIMED_OUT)
            except asyncio.CancelledError:
                await self.close()  # half a question stands in its pipe
                raise
        return NotScanned(Reason.CRASHED)

    async def _ready(self) -> ReadingProcess:
        if self._process is not None and self._process.files_read >= _MAX_FILES_PER_PROCESS:
            await self.close()
        if self._process is None:
            self._process = await ReadingProcess.start(self._limits)
            if not self._process.is_isolated:
                _log.warning(
                    "files are read without a filter of system calls: this kernel or machine offers none"
                )
        return self._process


def _outcome(reply: Reply) -> Outcome:
    if reply.text is None:
        return NotScanned(Reason(reply.reason or Reason.CRASHED), reply.mime)
    gaps = tuple(Reason(gap) for gap in reply.gaps)
    return Extracted(Content(reply.text.decode(errors="replace")), reply.mime or "", gaps)
