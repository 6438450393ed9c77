"""What has the use of skills come to? Sums by skill, version, person or day; from the days' sums where nothing is asked for but days,
else from the runs of the one skill or person.

Amounts of different bases stand side by side and are never added up. Percentiles: exact for what has a page of its own (skills,
versions, people), by buckets of 10 % for all runs together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.usage.merging import GROWTH, RANK
from watchgate.hub.usage.model import Source
from watchgate.hub.usage.tables import SUMS

MEASURES = ("duration", "reported", "estimated", "allocated")
"""What percentiles are of: `duration` in milliseconds, costs of each basis in millionths of a dollar."""
_COLUMN = {"duration": "duration_ms", **{basis: f"{basis}_microusd" for basis in MEASURES[1:]}}


class By(StrEnum):
    """What one line is of."""

    SKILL = "skill"
    VERSION = "version"
    PERSON = "person"
    DAY = "day"
    ARCHETYPE = "archetype"
    """Kinds of people: a run counts for each that its person is, and for none if they are in no group that is one."""


@dataclass(frozen=True, slots=True)
class UsageFilter:
    """Whose use, from day *since* to day *until* (both included, UTC). `within`: the workspaces that the caller may see."""

    since: date
    until: date
    skill_id: str | None = None
    person: str | None = None
    within: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """`key`: the skill, (skill, version), person or day; `sums` by the names of `SUMS`; `percentiles`: measure → (p50, p95)."""

    key: tuple[str, ...]
    sums: Mapping[str, int]
    percentiles: Mapping[str, tuple[int, int]]


_KEYS = {
    By.SKILL: ("skill_id",),
    By.VERSION: ("skill_id", "version"),
    By.PERSON: ("person",),
    By.DAY: ("day",),
    By.ARCHETYPE: ("archetype",),
}
_ARCHETYPES = """ JOIN (
    SELECT DISTINCT m.workspace_id AS of_workspace, m.user_id, a.archetype FROM directory_member m
    JOIN archetype_group a ON a.workspace_id = m.workspace_id AND a.group_id = m.group_id
) x ON x.of_workspace = workspace_id AND x.user_id = person"""
_ADDED_UP = frozenset({By.DAY, By.ARCHETYPE})
"""Lines of many people or skills: sums only."""
_OF_RUNS = ", ".join(
    [
        "count(*) AS runs",
        "count(*) FILTER (WHERE outcome = 'error') AS errors",
        f"count(*) FILTER (WHERE sources & {1 << RANK[Source.RECORD]} <> 0) AS recorded",
        *(f"coalesce(sum({name}), 0)::bigint AS {name}" for name in SUMS[3:8]),
        *(f"count({basis}_microusd) AS {basis}_runs" for basis in MEASURES[1:]),
    ]
)
_OF_DAYS = ", ".join(f"sum({name})::bigint AS {name}" for name in SUMS)
_DAY_OF_RUN = "(started_at AT TIME ZONE 'UTC')::date"


async def lines(
    tx: AsyncConnection, by: By, wanted: UsageFilter, limit: int, offset: int = 0
) -> Sequence[Line]:
    """Most used first; days in their order."""
    keys = _KEYS[by]
    table = _table(by, wanted)
    shown = [f"{_DAY_OF_RUN} AS day" if key == "day" and table == "usage_run" else key for key in keys]
    query = (
        f"SELECT {', '.join(shown)}, {_OF_RUNS if table == 'usage_run' else _OF_DAYS} FROM {table}"  # noqa: S608 -- names of ours
        f"{_ARCHETYPES if by is By.ARCHETYPE else ''} WHERE {_where(table, wanted)}{' AND person IS NOT NULL' if by is By.PERSON else ''}"
        f" GROUP BY {', '.join(str(number + 1) for number in range(len(keys)))} HAVING {'count(*)' if table == 'usage_run' else 'sum(runs)'} > 0"
        f" ORDER BY {'' if by is By.DAY else 'runs DESC, '}{', '.join(str(number + 1) for number in range(len(keys)))}"
        f" LIMIT {int(limit)} OFFSET {int(offset)}"
    )
    rows = [row._asdict() for row in await tx.execute(text(query), _values(wanted))]
    exact = await _exact(tx, by, wanted, rows) if rows and by not in _ADDED_UP else {}
    made = []
    for row in rows:
        key = tuple(str(row[name]) for name in keys)
        made.append(Line(key, {name: int(row[name]) for name in SUMS}, exact.get(key, {})))
    return made


async def total(tx: AsyncConnection, wanted: UsageFilter) -> Line:
    """All of it."""
    table = _table(By.SKILL, wanted)
    sums = (
        _OF_RUNS if table == "usage_run" else ", ".join(f"coalesce(sum({n}), 0)::bigint AS {n}" for n in SUMS)
    )
    query = f"SELECT {sums} FROM {table} WHERE {_where(table, wanted)}"  # noqa: S608 -- names of ours
    row = (await tx.execute(text(query), _values(wanted))).one()._asdict()
    spread = await _spread(tx, wanted) if table == "usage_skill_day" and wanted.skill_id is None else {}
    return Line((), {name: int(row[name]) for name in SUMS}, spread)


def _table(by: By, wanted: UsageFilter) -> str:
    """Where the answer is had for the least: sums of days know no person beside a skill."""
    is_by_person = by in (By.PERSON, By.ARCHETYPE)
    if wanted.person is not None and (not is_by_person or wanted.skill_id is not None):
        return "usage_run"
    if is_by_person:
        return "usage_run" if wanted.skill_id is not None else "usage_person_day"
    return "usage_skill_day"


def _where(table: str, wanted: UsageFilter) -> str:
    if table == "usage_run":
        parts = ["started_at >= CAST(:since AS date)", "started_at < CAST(:until AS date) + 1"]
    else:
        parts = ["day >= :since", "day <= :until"]
    if wanted.skill_id is not None:
        parts.append("skill_id = :skill_id")
    if wanted.person is not None:
        parts.append("person = :person")
    if wanted.within is not None:
        parts.append("workspace_id = ANY(:within)")
    return " AND ".join(parts)


def _values(wanted: UsageFilter) -> dict[str, Any]:
    values: dict[str, Any] = {
        "since": wanted.since,
        "until": wanted.until,
        "skill_id": wanted.skill_id,
        "person": wanted.person,
    }
    values |= {"within": list(wanted.within)} if wanted.within is not None else {}
    return {name: value for name, value in values.items() if value is not None}


async def _exact(
    tx: AsyncConnection, by: By, wanted: UsageFilter, rows: Sequence[Mapping[str, Any]]
) -> Mapping[tuple[str, ...], Mapping[str, tuple[int, int]]]:
    """Of the runs of those on the page."""
    keys = _KEYS[by]
    values = _values(wanted) | {"shown": sorted({str(row[keys[0]]) for row in rows})}
    told = ["duration", *(basis for basis in MEASURES[1:] if any(row[f"{basis}_runs"] for row in rows))]
    percentiles = ", ".join(
        f"percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY {_COLUMN[measure]}) AS {measure}"
        for measure in told
    )
    query = (
        f"SELECT {', '.join(keys)}, {percentiles} FROM usage_run"  # noqa: S608 -- names of ours
        f" WHERE {_where('usage_run', wanted)} AND {keys[0]} = ANY(:shown) GROUP BY {', '.join(keys)}"
    )
    found = [row._asdict() for row in await tx.execute(text(query), values)]
    return {tuple(str(row[name]) for name in keys): _told(row, told) for row in found}


def _told(row: Mapping[str, Any], measures: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """Measure → (p50, p95), of those that are known of any run."""
    pairs = {measure: row[measure] for measure in measures}
    return {
        name: (int(pair[0]), int(pair[1])) for name, pair in pairs.items() if pair and pair[0] is not None
    }


async def _spread(tx: AsyncConnection, wanted: UsageFilter) -> Mapping[str, tuple[int, int]]:
    query = f"""SELECT measure, bucket, sum(runs)::bigint AS runs FROM usage_spread
        WHERE {_where("usage_spread", wanted)} GROUP BY measure, bucket HAVING sum(runs) > 0 ORDER BY measure, bucket"""  # noqa: S608
    buckets: dict[str, list[tuple[int, int]]] = {}
    for row in await tx.execute(text(query), _values(wanted)):
        buckets.setdefault(row.measure, []).append((row.bucket, row.runs))
    return {
        measure: (_percentile(counts, 0.5), _percentile(counts, 0.95)) for measure, counts in buckets.items()
    }


def _percentile(counts: Sequence[tuple[int, int]], part: float) -> int:
    """The end of the bucket in which it lies."""
    wanted, seen = part * sum(runs for _, runs in counts), 0
    for bucket, runs in counts:
        seen += runs
        if seen >= wanted:
            return round(GROWTH**bucket)
    return round(GROWTH ** counts[-1][0])
