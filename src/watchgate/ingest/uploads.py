"""How do uploaded files get into the catalogue before OpenAI forgets them? Fetched on first sight, read by a bounded process.

A file lives about 48 hours upstream. What came too late is `unavailable`, what could not be read is `not_scanned`, each with
the reason; neither is ever "clean".
"""

import logging
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from watchgate.ingest.extraction.extractor import Extractor
from watchgate.ingest.extraction.model import Extracted, Limits, NotScanned, Outcome, Reason
from watchgate.ingest.pool import DigestPool
from watchgate.ingest.ports import Access, Workspaces
from watchgate.ingest.store import uploads
from watchgate.ingest.store.uploads import Fetched, Upload
from watchgate.kernel.clock import Clock, utc_now
from watchgate.openai.errors import Gone, OpenAIFailure, TooLarge, TryAgain
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of

log = logging.getLogger("watchgate.ingest")

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)
KEPT = timedelta(hours=60)
"""Uploads live about 48 hours (contracts §1.4.2). After this long we stop asking for one that we never got."""
_IN_MEMORY_BYTES = 4 * 1024 * 1024


class Uploads:
    """The use cases of uploaded files. Safe to run in several processes at a time on the same database."""

    def __init__(
        self,
        database: Database,
        workspaces: Workspaces,
        pool: DigestPool,
        extractor: Extractor,
        *,
        limits: Limits | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._database = database
        self._workspaces = workspaces
        self._pool = pool
        self._extractor = extractor
        self._limits = limits or Limits()
        self._clock = clock

    async def due(self, workspace_id: UUID, *, limit: int) -> list[Upload]:
        """Files that wait to be fetched, the newest first."""
        async with self._database.read() as tx:
            return await uploads.pending(await psycopg_of(tx), workspace_id, now=self._clock(), limit=limit)

    async def fetch(self, workspace_id: UUID, file_id: str) -> bool:
        """Fetch and examine a file. False when there is nothing to do, or it could not be done now (the file says why)."""
        access = await self._workspaces.access(workspace_id)
        async with self._database.read() as tx:
            upload = await uploads.find_pending(await psycopg_of(tx), workspace_id, file_id)
        if access is None or upload is None:
            return False
        try:
            return await self._fetch(access, workspace_id, upload)
        except Gone as failure:
            await self._unavailable(workspace_id, upload, str(failure))
        except TooLarge:
            await self._unavailable(workspace_id, upload, Reason.TOO_LARGE.value)
        except TryAgain as failure:
            await self._later(workspace_id, upload, str(failure), after=failure.after)
        except OpenAIFailure as failure:
            await self._later(workspace_id, upload, str(failure))
        except BrokenProcessPool:
            await self._later(workspace_id, upload, "The process that examined it died.")
        return False

    async def _fetch(self, access: Access, workspace_id: UUID, upload: Upload) -> bool:
        if upload.owner_id is None:
            await self._unavailable(workspace_id, upload, "whose file it is was never said")
            return False
        name = access.sealer.open(upload.name_sealed, context=b"file:" + upload.file_id.encode()).decode()
        with cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)) as sink:
            download = await access.client.download_user_file(
                workspace_id,
                upload.owner_id,
                upload.file_id,
                upload.conversation_id,
                sink=sink,
                max_bytes=self._limits.input_bytes,
            )
            sink.seek(0)
            outcome = await self._extractor.extract(sink.read(), name)
        text = outcome.text.reveal() if isinstance(outcome, Extracted) else None
        digested = await self._pool.digest_upload(upload.file_id, download.sha256, name, text, access.sealer)
        state, note = _scan(outcome)
        result = Fetched(
            download.size_bytes,
            download.sha256,
            outcome.mime,
            state,
            note,
            digested.sealed,
            digested.size_chars,
        )
        async with self._database.begin() as tx:
            connection = await psycopg_of(tx)
            if await uploads.find_pending(connection, workspace_id, upload.file_id, lock=True) is None:
                return False
            await uploads.fetched(connection, workspace_id, upload, result, digested.findings, self._clock())
        return True

    async def _unavailable(self, workspace_id: UUID, upload: Upload, note: str) -> None:
        async with self._database.begin() as tx:
            await uploads.unavailable(await psycopg_of(tx), workspace_id, upload.file_id, note, self._clock())
        log.info("upload.unavailable: %s of %s", upload.file_id, workspace_id)

    async def _later(
        self, workspace_id: UUID, upload: Upload, note: str, *, after: timedelta | None = None
    ) -> None:
        now = self._clock()
        wait = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(upload.attempts, 10))
        if now - upload.first_seen_at > KEPT and upload.attempts > 0:
            await self._unavailable(workspace_id, upload, note)
            return
        async with self._database.begin() as tx:
            await uploads.put_off(
                await psycopg_of(tx),
                workspace_id,
                upload.file_id,
                note,
                retry_at=now + max(wait, after or wait),
            )


def _scan(outcome: Outcome) -> tuple[str, str | None]:
    """(scan state, why not all of it was examined)."""
    match outcome:
        case NotScanned(reason):
            return "not_scanned", reason.value
        case Extracted(gaps=gaps) if gaps:
            return "not_scanned", "in part: " + ", ".join(gap.value for gap in gaps)
        case _:
            return "scanned", None
