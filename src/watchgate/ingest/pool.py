"""Where are log files digested? In processes beside ours, as many as there are cores to use; a crash of one costs one file's try."""

import asyncio
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

from watchgate.ingest.digest.again import ExaminedAgain, StoredAsset, examine_again
from watchgate.ingest.digest.file import Digestion, digest_file
from watchgate.ingest.digest.upload import DigestedUpload, digest_upload
from watchgate.storage.sealing import WorkspaceSealer

Result = TypeVar("Result")

_LEAVING_AT_MOST = 3
FILES_PER_PROCESS = 200
"""After so many files (on average) a process makes way for a fresh one: whatever it may have lost of its memory comes back."""


class DigestPool:
    """Digests files side by side. Close it when done.

    It replaces its processes by itself: `max_tasks_per_child` of Python 3.11 leaves a pool without any, and everybody waiting
    (python/cpython#115634).
    """

    def __init__(self, processes: int, *, files_per_process: int = FILES_PER_PROCESS) -> None:
        self._processes = processes
        self._files_at_most = files_per_process * processes
        self._files_given = 0
        self._executor = self._new()
        self._leaving: deque[ProcessPoolExecutor] = deque(maxlen=_LEAVING_AT_MOST)

    async def digest(
        self, source: Path, target: Path, sealer: WorkspaceSealer, own_keys: frozenset[str]
    ) -> Digestion:
        """A log file. Raises BrokenProcessPool when the process died over it (killed, or out of memory)."""
        return await self._run(_digest_file, source, target, sealer.reveal_data_key(), own_keys)

    async def digest_upload(
        self, file_id: str, sha256: str, name: str, text: str | None, sealer: WorkspaceSealer
    ) -> DigestedUpload:
        """An uploaded file's text. Raises BrokenProcessPool too."""
        return await self._run(_digest_upload, file_id, sha256, name, text, sealer.reveal_data_key())

    async def examine_again(
        self, assets: list[StoredAsset], sealer: WorkspaceSealer
    ) -> list[ExaminedAgain | None]:
        """Assets of the catalogue. Raises BrokenProcessPool too."""
        return await self._run(_examine_again, assets, sealer.reveal_data_key())

    async def _run(self, function: Callable[..., Result], *arguments: object) -> Result:
        executor = self._current()
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, function, *arguments)
        except BrokenProcessPool:
            if executor is self._executor:
                self._renew()
            executor.shutdown(wait=False)
            raise

    def close(self) -> None:
        """Wait for what is under way, and end the processes."""
        for executor in (*self._leaving, self._executor):
            executor.shutdown(cancel_futures=True)

    def _current(self) -> ProcessPoolExecutor:
        """The processes to give one more file to; after so many, fresh ones. The others finish what they have."""
        if self._files_given >= self._files_at_most:
            self._executor.shutdown(wait=False)
            self._leaving.append(self._executor)
            self._renew()
        self._files_given += 1
        return self._executor

    def _renew(self) -> None:
        self._executor, self._files_given = self._new(), 0

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=signal.signal,  # Ctrl+C is for the process that asked them; it ends them in order
            initargs=(signal.SIGINT, signal.SIG_IGN),
        )


def _digest_file(source: Path, target: Path, data_key: bytes, own_keys: frozenset[str]) -> Digestion:
    return digest_file(source, target, WorkspaceSealer(data_key), own_keys)


def _digest_upload(file_id: str, sha256: str, name: str, text: str | None, data_key: bytes) -> DigestedUpload:
    return digest_upload(file_id, sha256, name, text, WorkspaceSealer(data_key))


def _examine_again(assets: list[StoredAsset], data_key: bytes) -> list[ExaminedAgain | None]:
    return examine_again(assets, WorkspaceSealer(data_key))
