"""How far is the first reading of a workspace? Shown as bars, until everything that OpenAI has is in the catalogue."""

import asyncio
import time

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from watchgate.demo import store
from watchgate.ingest.status import WorkspaceStatus, report
from watchgate.ingest.streams import STREAMS
from watchgate.kernel.errors import UserError
from watchgate.storage.database import Database

LOOK_EVERY_S = 0.25
GIVE_UP_AFTER_S = 300.0


class Bars:
    """Two bars: log files, and the files that people uploaded. What is known grows while the streams are asked."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._began = time.monotonic()
        self._logs = progress.add_task("log files", total=None, note="asking …")
        self._uploads = progress.add_task("uploaded files", total=None, note="")

    def show(self, status: WorkspaceStatus) -> None:
        rate = status.events / max(time.monotonic() - self._began, LOOK_EVERY_S)
        known = status.files_settled + status.files_left
        self._update(self._logs, status.files_settled, known, f"{status.events:,} events, {rate:,.0f}/s")
        uploads = sum(status.files.values())
        self._update(self._uploads, uploads - status.files.get("pending", 0), uploads, "")

    def _update(self, task: TaskID, done: int, known: int, note: str) -> None:
        self._progress.update(task, completed=done, total=known or None, note=note)


async def show_backfill(out: Console, database: Database) -> WorkspaceStatus:
    """Wait until the one workspace is read; what its status is then. Raises UserError when it takes far too long."""
    columns = (
        TextColumn("  {task.description:<14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    give_up_at = time.monotonic() + GIVE_UP_AFTER_S
    with Progress(*columns, console=out) as progress:
        bars = Bars(progress)
        while True:
            [status] = await report(database)
            bars.show(status)
            if _is_read(status):
                return status
            if time.monotonic() > give_up_at:
                raise UserError(
                    f"The demo's workspace was not read within {GIVE_UP_AFTER_S:.0f} s. Try again on a machine with less to do."
                )
            await asyncio.sleep(LOOK_EVERY_S)


async def until_in_ledger(database: Database) -> None:
    """Wait for the relay: it looks once a second."""
    while True:
        async with database.read() as tx:
            if not await store.entries_on_their_way(tx):
                return
        await asyncio.sleep(LOOK_EVERY_S)


def _is_read(status: WorkspaceStatus) -> bool:
    """Has each stream been asked for, and is no file waiting?"""
    asked = [stream for stream, _ in status.streams if stream.last_polled_at is not None]
    return len(asked) == len(STREAMS) and not status.files_left and not status.files.get("pending")
