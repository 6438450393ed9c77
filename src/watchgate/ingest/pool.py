"""Where are log files digested? In processes beside ours, as many as there are cores to use; a crash of one costs one file's try."""

import asyncio
import multiprocessing
import signal
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

FILES_PER_PROCESS = 200
"""After so many files a process makes way for a fresh one: whatever it may have lost of its memory comes back."""


class DigestPool:
    """Digests files side by side. Close it when done."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._executor = self._new()

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
        executor = self._executor
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, function, *arguments)
        except BrokenProcessPool:
            if executor is self._executor:
                self._executor = self._new()
            executor.shutdown(wait=False)
            raise

    def close(self) -> None:
        """Wait for what is under way, and end the processes."""
        self._executor.shutdown(cancel_futures=True)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context("spawn"),
            max_tasks_per_child=FILES_PER_PROCESS,
            initializer=signal.signal,  # Ctrl+C is for the process that asked them; it ends them in order
            initargs=(signal.SIGINT, signal.SIG_IGN),
        )


def _digest_file(source: Path, target: Path, data_key: bytes, own_keys: frozenset[str]) -> Digestion:
    return digest_file(source, target, WorkspaceSealer(data_key), own_keys)


def _digest_upload(file_id: str, sha256: str, name: str, text: str | None, data_key: bytes) -> DigestedUpload:
    return digest_upload(file_id, sha256, name, text, WorkspaceSealer(data_key))


def _examine_again(assets: list[StoredAsset], data_key: bytes) -> list[ExaminedAgain | None]:
    return examine_again(assets, WorkspaceSealer(data_key))
