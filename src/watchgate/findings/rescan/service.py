"""How is a workspace examined again?"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol
from uuid import UUID

import msgspec

from watchgate.detection.engine import ENGINE_VERSION
from watchgate.findings.rescan import assets, progress, settling
from watchgate.findings.rescan.compare import Difference, difference
from watchgate.findings.rescan.model import KINDS, Candidate, Known, Rescan, version_key
from watchgate.ingest.digest.again import ExaminedAgain, StoredAsset
from watchgate.ingest.store import erased_objects, erased_people
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, utc_now
from watchgate.ledger import outbox
from watchgate.ledger.events import EventType
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of
from watchgate.storage.sealing import DataKeyErased, Keyring, WorkspaceSealer

log = logging.getLogger(__name__)

BATCH = 200
"""Assets that are examined and settled together."""
CLOCKS_APART = timedelta(minutes=5)
"""So much may the clocks of two machines differ."""


class Examines(Protocol):
    """Processes that examine."""

    async def examine_again(
        self, assets: list[StoredAsset], sealer: WorkspaceSealer
    ) -> list[ExaminedAgain | None]: ...


@dataclass(frozen=True, slots=True)
class _Batch:
    candidates: Sequence[Candidate]
    known: dict[tuple[str, object], list[Known]]
    """By asset id, and of messages by the time of the version too."""
    read_at: datetime


class Rescans:
    """The use cases of re-scanning."""

    def __init__(
        self, database: Database, keyring: Keyring, *, version: str = ENGINE_VERSION, clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._version = version
        self._clock = clock

    async def all(self, workspace_id: UUID | None = None) -> Sequence[Rescan]:
        """All re-scans, the newest first."""
        async with self._database.read() as tx:
            return await progress.all_of(await psycopg_of(tx), workspace_id)

    async def begin(self, workspace_id: UUID, *, again: bool = False) -> bool:
        """Begin one, unless this version (or a later one, of a worker that was updated before us) has been at it.

        *again*: even if this version has. Returns whether one was begun.
        """
        async with self._database.begin() as tx:
            connection = await psycopg_of(tx)
            versions = [one.engine_version for one in await progress.all_of(connection, workspace_id)]
            if any(version_key(version) > version_key(self._version) for version in versions):
                return False
            now = self._clock()
            begun = await progress.begin(connection, workspace_id, self._version, KINDS[0], now)
            if not begun and again:
                await progress.restart(connection, workspace_id, self._version, KINDS[0], now)
            if begun or again:
                await outbox.record(tx, EventType.RESCAN_STARTED, self._about(workspace_id))
            return begun or again

    async def running(self) -> Sequence[UUID]:
        """The workspaces in which this version has not finished."""
        return [
            one.workspace_id
            for one in await self.all()
            if one.state == "running" and one.engine_version == self._version
        ]

    async def step(self, workspace_id: UUID, examines: Examines) -> bool:
        """Examine the next batch; False when nothing is left to do."""
        one = next(
            (
                one
                for one in await self.all(workspace_id)
                if one.engine_version == self._version and one.state == "running"
            ),
            None,
        )
        if one is None:
            return False
        read_at = self._clock()
        async with self._database.read() as tx:
            connection = await psycopg_of(tx)
            batch = await assets.next_batch(connection, workspace_id, one.kind, one.after, BATCH)
            found = await assets.known_findings(connection, workspace_id, one.kind, batch)
            try:
                sealer = await self._keyring.existing(tx, workspace_id)
            except DataKeyErased:
                return False
        if not batch:
            return await self._next_kind(one)
        known: dict[tuple[str, object], list[Known]] = {}
        for finding in found:
            known.setdefault(_place(one.kind, finding.asset_id, finding.at), []).append(finding)
        examined = await examines.examine_again(_to_examine(one.kind, batch, known), sealer)
        await self._settle(one, _Batch(batch, known, read_at), examined)
        return True

    async def _settle(self, one: Rescan, batch: _Batch, examined: Sequence[ExaminedAgain | None]) -> None:
        results = iter(examined)
        examined_now = [
            (candidate, next(results) if candidate.asset else None) for candidate in batch.candidates
        ]
        async with self._database.begin() as tx:
            connection = await psycopg_of(tx)
            pairs = await _still_kept(connection, one, examined_now, batch.read_at)
            differences, counts = _changes(one.kind, batch, pairs)
            tally = Counter(
                examined=len(counts),
                not_examined=len(batch.candidates) - len(counts),
                added=sum(len(made.fresh) for made in differences),
                removed=sum(len(made.gone) for made in differences),
            )
            if await progress.advance(connection, one, one.kind, batch.candidates[-1].key, tally):
                await settling.settle(connection, one.workspace_id, differences, self._clock())
                await settling.count(connection, one.workspace_id, one.kind, counts)

    async def _next_kind(self, one: Rescan) -> bool:
        following = KINDS[KINDS.index(one.kind) + 1 :]
        async with self._database.begin() as tx:
            connection = await psycopg_of(tx)
            if following:
                await progress.advance(connection, one, following[0], (), Counter())
                return True
            done = await progress.finish(connection, one, self._clock())
            if done is not None:
                fields = self._about(one.workspace_id) | {
                    "examined": done.examined,
                    "not_examined": done.not_examined,
                    "added": done.added,
                    "removed": done.removed,
                }
                await outbox.record(tx, EventType.RESCAN_FINISHED, fields)
        return False

    def _about(self, workspace_id: UUID) -> dict[str, Json]:
        return {"workspace": str(workspace_id), "engine_version": self._version}


def _place(kind: str, asset_id: str, at: object) -> tuple[str, object]:
    return (asset_id, at if kind == "message" else None)


def _to_examine(
    kind: str, batch: Sequence[Candidate], known: dict[tuple[str, object], list[Known]]
) -> list[StoredAsset]:
    wanted: list[StoredAsset] = []
    for candidate in batch:
        if candidate.asset is None:
            continue
        places = [finding.place for finding in known.get(_place(kind, candidate.asset_id, candidate.at), [])]
        wanted.append(
            msgspec.structs.replace(candidate.asset, known=tuple(places) if kind == "title" else ())
        )
    return wanted


Connection = settling.Connection
_Pairs = Sequence[tuple[Candidate, ExaminedAgain | None]]


def _changes(
    kind: str, batch: _Batch, pairs: _Pairs
) -> tuple[Sequence[Difference], Sequence[tuple[Candidate, int]]]:
    """What is different from before, and how many findings each asset has now."""
    differences: list[Difference] = []
    counts: list[tuple[Candidate, int]] = []
    for place, versions in groupby(pairs, lambda pair: _place(kind, pair[0].asset_id, pair[0].at)):
        seen = [(candidate, result) for candidate, result in versions if result is not None]
        new = [(candidate, row) for candidate, result in seen for row in result.findings]
        if seen:
            differences.append(difference(batch.known.get(place, []), seen[0][1].stands, new))
            counts += ((candidate, len(result.findings)) for candidate, result in seen)
    return differences, counts


async def _still_kept(connection: Connection, one: Rescan, pairs: _Pairs, read_at: datetime) -> _Pairs:
    """Without what was erased or masked while it was examined: its findings are gone, and must not come back."""
    await erased_people.marks(
        connection, one.workspace_id
    )  # from here on nobody erases until this transaction ends
    asked = {(one.kind, candidate.asset_id) for candidate, _ in pairs}
    asked |= {
        ("conversation", candidate.conversation_id) for candidate, _ in pairs if candidate.conversation_id
    }
    gone = await erased_objects.changed_since(connection, one.workspace_id, asked, read_at - CLOCKS_APART)
    return [
        (candidate, result)
        for candidate, result in pairs
        if (one.kind, candidate.asset_id) not in gone
        and ("conversation", candidate.conversation_id) not in gone
    ]
