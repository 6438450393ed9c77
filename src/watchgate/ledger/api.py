"""`/api/v1/ledger`: how does an auditor read the evidence without a shell on the machine? Its logs, what signs them, their entries."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from pydantic import BaseModel, Field

from watchgate.http.paging import Page, Paging, encode_cursor
from watchgate.kernel.errors import UserError
from watchgate.ledger.checkpoints import MalformedCheckpoint, newest_checkpoint
from watchgate.ledger.glance import glance_at
from watchgate.ledger.reading import LogDamaged, UnknownLog, entries_before, log_named
from watchgate.ledger.segment import segments_of
from watchgate.ledger.slots import writer_dirs

STATUSES: dict[type[UserError], int] = {UnknownLog: 404, LogDamaged: 409}
"""Which HTTP status each refusal of this room has, for `create_app`."""
LogName = Annotated[str, InPath(max_length=60, pattern=r"^[a-z0-9-]+$", description="As `listLogs` has it.")]
TypeQuery = Annotated[
    str | None,
    Query(alias="type", max_length=60, pattern=r"^[a-z0-9_.]+$", description="Only entries of this type."),
]


class LogOut(BaseModel):
    """One log on the machine that answers. `checkpoint`: keep it elsewhere, and nobody can rewrite what came before.

    `public_key` verifies it (a C2SP signed note). `problem`: what a glance found wrong; null when nothing.
    """

    name: str
    first_seq: int | None = Field(description="The oldest entry that is kept; null while there is none.")
    signed_entries: int
    checkpoint: str | None
    public_key: str | None
    problem: str | None


class EntryOut(BaseModel):
    """One entry as it was written, and signed with the others. Payloads are handed out by `watchgate ledger export` only."""

    seq: int
    has_payload: bool = Field(description="False when there never was one, or it was erased.")
    entry: dict[str, Any]


def ledger_router(data_dir: Path) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/ledger", tags=["ledger"])

    @router.get("/logs", operation_id="listLogs")
    async def list_logs() -> Page[LogOut]:
        """The logs in this machine's data folder, by name: each process writes its own."""
        return Page(data=await asyncio.to_thread(_logs, data_dir), next_cursor=None)

    @router.get("/logs/{log}/entries", operation_id="listLedgerEntries")
    async def list_entries(log: LogName, paging: Paging, type_: TypeQuery = None) -> Page[EntryOut]:
        """A log's entries, the newest first. With `type`, a page may have less than `limit` and still be followed by others."""
        keys = paging.after(int)
        folder = await asyncio.to_thread(log_named, data_dir, log)
        found = await asyncio.to_thread(
            entries_before, folder, keys[0] if keys else None, paging.limit, type_
        )
        cursor = encode_cursor(found.more_before) if found.more_before is not None else None
        rows = [
            EntryOut(seq=one.seq, has_payload=one.has_payload, entry=one.written) for one in found.entries
        ]
        return Page(data=rows, next_cursor=cursor)

    return router


def _logs(data_dir: Path) -> list[LogOut]:
    return [_log(folder) for folder in writer_dirs(data_dir)]


def _log(folder: Path) -> LogOut:
    segments = segments_of(folder)
    seen = glance_at(folder)
    try:
        newest = newest_checkpoint(folder / "checkpoints")
    except MalformedCheckpoint:
        newest = None  # the glance says so
    key = folder / "key.pub"
    return LogOut(
        name=folder.name,
        first_seq=segments[0].base if segments else None,
        signed_entries=seen.signed_size,
        checkpoint=newest.note if newest else None,
        public_key=key.read_text(encoding="ascii").strip() if key.exists() else None,
        problem=seen.problem or None,
    )
