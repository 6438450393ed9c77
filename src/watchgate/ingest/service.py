"""How do log files become catalogue and findings? Listed, fetched, digested, settled: each file once, in one transaction.

    poll    asks what files there are, and puts each down before anything else is done with it
    settle  download ─► verify ─► digest (a process of its own) ─► one transaction: rows, file done, watermark moved

A crash at any moment leaves either a file that is still listed, or a file that is done. Nothing in between is kept.
"""

import asyncio
import logging
import os
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from watchgate.ingest.digest.frames import read_frames
from watchgate.ingest.digest.rows import Drift
from watchgate.ingest.erased_objects import objects_in, without_erased
from watchgate.ingest.erased_people import ErasedPeople, Sealer
from watchgate.ingest.pool import DigestPool
from watchgate.ingest.ports import Access, Workspaces
from watchgate.ingest.store import drift, erased_objects, erased_people, log_files, settle
from watchgate.ingest.store.log_files import Counts, Due
from watchgate.ingest.streams import ORGANIZATION_STREAMS
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, utc_now
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.ledger.events import EventType
from watchgate.openai.compliance.model import LogFile, LogFilePage
from watchgate.openai.errors import Gone, OpenAIFailure, TryAgain
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of

log = logging.getLogger("watchgate.ingest")

KEPT_DAYS = 30
"""OpenAI keeps log files so long (contracts §1.2)."""
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
LEFT_BEHIND_AFTER = timedelta(hours=1)
"""A file in the work folder that nobody has touched for so long belongs to a process that was killed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How far we look back: at the first poll, and at each later one behind the newest file that we know."""

    backfill: timedelta = timedelta(days=KEPT_DAYS)
    overlap: timedelta = timedelta(hours=1)


class Ingest:
    """The use cases of ingest. Safe to run in several processes at a time on the same database."""

    def __init__(
        self,
        database: Database,
        workspaces: Workspaces,
        pool: DigestPool,
        work_dir: Path,
        *,
        settings: Settings | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._database = database
        self._workspaces = workspaces
        self._pool = pool
        self._work_dir = work_dir
        self._settings = settings or Settings()
        self._clock = clock
        self._turns: dict[tuple[UUID, str], asyncio.Lock] = {}
        work_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(work_dir, clock())

    async def poll(self, workspace_id: UUID, event_type: str) -> int:
        """Put down the log files of a stream that are new; returns how many. Raises OpenAIFailure, which is put down too."""
        access = await self._workspaces.access(workspace_id)
        if access is None:
            return 0
        _sweep(self._work_dir, self._clock())
        try:
            found = await self._list(access, workspace_id, event_type)
        except OpenAIFailure as failure:
            await self._polled(workspace_id, event_type, error=str(failure))
            raise
        await self._polled(workspace_id, event_type, error=None)
        return found

    async def due(self, workspace_id: UUID, *, limit: int) -> list[Due]:
        """Files that wait to be settled, the newest first."""
        async with self._database.read() as tx:
            return await log_files.due(await psycopg_of(tx), workspace_id, now=self._clock(), limit=limit)

    async def settle(self, workspace_id: UUID, file_id: str) -> Counts | None:
        """Put everything of a file into the catalogue. None when that has been done, or cannot be done now (the file says why)."""
        access = await self._workspaces.access(workspace_id)
        async with self._database.read() as tx:
            file = await log_files.find_due(await psycopg_of(tx), workspace_id, file_id)
        if access is None or file is None:
            return None
        source, target = (self._work_dir / f"{new_id('log')}.{ending}" for ending in ("jsonl", "frames"))
        try:
            await self._download(access, workspace_id, file, source)
            digestion = await self._pool.digest(source, target, access.sealer, access.own_keys)
            # One at a time in this process: others would hold a connection while they wait for the stream.
            async with self._turns.setdefault((workspace_id, file.event_type), asyncio.Lock()):
                return await self._settle(workspace_id, file, target, digestion.drift, access.sealer)
        except Gone as failure:
            await self._lost(workspace_id, file, str(failure))
        except TryAgain as failure:
            await self._later(workspace_id, file, str(failure), after=failure.after)
            if failure.reason == "damaged":
                await self._list_again(access, workspace_id, file)
        except OpenAIFailure as failure:
            await self._later(workspace_id, file, str(failure))
        except BrokenProcessPool:
            await self._later(workspace_id, file, "The process that read it died.")
        finally:
            for path in (source, target):
                path.unlink(missing_ok=True)
        return None

    async def _list(self, access: Access, workspace_id: UUID, event_type: str) -> int:
        after = await self._listed_until(workspace_id, event_type)
        found = 0
        while True:
            page = await _page(access, workspace_id, event_type, after)
            async with self._database.begin() as tx:
                rows = [_row(file, event_type) for file in page.files]
                found += await log_files.add_listed(await psycopg_of(tx), workspace_id, rows, self._clock())
            if not page.has_more or page.last_end_time is None:
                return found
            after = _next(after, page.last_end_time)

    async def _listed_until(self, workspace_id: UUID, event_type: str) -> datetime:
        """Where to ask from: behind what we know, with an overlap, never before what OpenAI still has."""
        begin = self._clock() - self._settings.backfill
        async with self._database.begin() as tx:
            connection = await psycopg_of(tx)
            await log_files.open_stream(connection, workspace_id, event_type, backfill_from=begin)
            known = await log_files.listed_until(connection, workspace_id, event_type)
        return max(known - self._settings.overlap, begin) if known else begin

    async def _polled(self, workspace_id: UUID, event_type: str, *, error: str | None) -> None:
        async with self._database.begin() as tx:
            at = None if error else self._clock()
            await log_files.polled(await psycopg_of(tx), workspace_id, event_type, at=at, error=error)

    async def _download(self, access: Access, workspace_id: UUID, file: Due, path: Path) -> None:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with path.open("r+b") as sink:
            if file.event_type in ORGANIZATION_STREAMS:
                await access.client.download_organization_log_file(
                    access.organization_id,
                    file.file_id,
                    expect_sha256=file.sha256,
                    expect_size=file.size_bytes,
                    sink=sink,
                )
            else:
                await access.client.download_log_file(
                    workspace_id,
                    file.file_id,
                    expect_sha256=file.sha256,
                    expect_size=file.size_bytes,
                    sink=sink,
                )

    async def _settle(
        self, workspace_id: UUID, file: Due, frames: Path, seen: Drift, sealer: Sealer
    ) -> Counts | None:
        now = self._clock()
        events = duplicates = broken = 0
        async with self._database.begin() as tx:
            connection = await psycopg_of(tx)
            await log_files.lock_stream(connection, workspace_id, file.event_type)
            if await log_files.find_due(connection, workspace_id, file.file_id, lock=True) is None:
                return None
            erased = ErasedPeople(await erased_people.marks(connection, workspace_id), sealer)
            is_any_erased = await erased_objects.is_any(connection, workspace_id)
            with frames.open("rb") as source:
                for read in map(erased.without, read_frames(source)):
                    asked = objects_in(read) if is_any_erased else ()
                    known = await erased_objects.among(connection, workspace_id, asked)
                    frame = without_erased(read, known, sealer)
                    new = await settle.insert_new(connection, workspace_id, file.file_id, frame.events)
                    await settle.add(connection, workspace_id, new, now)
                    await settle.quarantine(connection, workspace_id, file.file_id, frame.broken, now)
                    events += len(new)
                    duplicates += len(frame.events) - len(new)
                    broken += len(frame.broken)
            counts = Counts(events, duplicates, broken)
            await log_files.settled(connection, workspace_id, file, counts, now)
            fresh = await drift.note(connection, workspace_id, seen, now)
            if fresh:
                fields: dict[str, Json] = {
                    "workspace": str(workspace_id),
                    "file": file.file_id,
                    "names": len(fresh),
                }
                await outbox.record(tx, EventType.INGEST_SCHEMA_DRIFT, fields)
        if fresh:
            log.warning("ingest.schema_drift: OpenAI sends what we do not know: %s", ", ".join(sorted(fresh)))
        return counts

    async def _list_again(self, access: Access, workspace_id: UUID, file: Due) -> None:
        """However often it is fetched, the file is not what was listed: perhaps it was listed wrongly."""
        with suppress(OpenAIFailure):  # then the next try asks once more
            page = await _page(
                access, workspace_id, file.event_type, file.end_time - timedelta(microseconds=1)
            )
            for listed in page.files:
                if listed.id == file.file_id:
                    async with self._database.begin() as tx:
                        row = _row(listed, file.event_type)
                        await log_files.correct(await psycopg_of(tx), workspace_id, row)

    async def _lost(self, workspace_id: UUID, file: Due, error: str) -> None:
        async with self._database.begin() as tx:
            await log_files.lost(await psycopg_of(tx), workspace_id, file, error, self._clock())
            fields = {
                "workspace": str(workspace_id),
                "file": file.file_id,
                "stream": file.event_type,
            }
            await outbox.record(tx, EventType.INGEST_FILE_LOST, fields)
        log.error("ingest.file_lost: %s of %s: %s", file.file_id, workspace_id, error)

    async def _later(
        self, workspace_id: UUID, file: Due, error: str, *, after: timedelta | None = None
    ) -> None:
        wait = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(file.attempts, 10))
        retry_at = self._clock() + max(wait, after or wait)
        async with self._database.begin() as tx:
            await log_files.not_settled(
                await psycopg_of(tx), workspace_id, file.file_id, error, retry_at=retry_at
            )
        log.warning("ingest.file_put_off: %s of %s: %s", file.file_id, workspace_id, error)


async def _page(access: Access, workspace_id: UUID, event_type: str, after: datetime) -> LogFilePage:
    if event_type in ORGANIZATION_STREAMS:
        return await access.client.list_organization_log_files(access.organization_id, event_type, after)
    return await access.client.list_log_files(workspace_id, event_type, after)


def _next(after: datetime, last_end_time: datetime) -> datetime:
    """A moment before the last file of the page: another with the same `end_time` may stand on the next one."""
    before = last_end_time - timedelta(microseconds=1)
    return before if before > after else last_end_time


def _row(file: LogFile, event_type: str) -> log_files.LogFile:
    return log_files.LogFile(file.id, event_type, file.end_time, file.name, file.size_bytes, file.sha256)


def _sweep(work_dir: Path, now: datetime) -> None:
    """Remove what killed processes left behind: people's text, in the open. Others may be at work here, but not for so long."""
    for path in work_dir.glob("log_*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < (now - LEFT_BEHIND_AFTER).timestamp():
                path.unlink()
