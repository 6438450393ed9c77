"""Are the runs and their sums those that the simulator knows of? Every skill, version, person and day."""

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import text

from watchgate.storage.database import Database

VALUES = ("runs", "failed", "input_tokens", "output_tokens", "reported_microusd", "estimated_microusd")
_RUNS = """
SELECT skill_id, version, coalesce(person, '') AS person, (started_at AT TIME ZONE 'UTC')::date::text AS day,
    count(*) AS runs, count(*) FILTER (WHERE outcome = 'error') AS failed,
    coalesce(sum(input_tokens), 0)::bigint AS input_tokens, coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
    coalesce(sum(reported_microusd), 0)::bigint AS reported_microusd, coalesce(sum(estimated_microusd), 0)::bigint AS estimated_microusd
FROM usage_run GROUP BY 1, 2, 3, 4
"""
Counts = Mapping[tuple[str, ...], tuple[int, ...]]


async def differences(database: Database, folder: Path) -> Mapping[str, tuple[int, int]]:
    """What is counted → (how many of the truth's lines are not ours, how many of ours are not the truth's)."""
    ours, theirs = await _ours(database), _theirs(folder)
    made = {}
    for what, keys in (
        ("by skill, version, person, day", (0, 1, 2, 3)),
        ("by skill, version, person", (0, 1, 2)),
        ("by skill", (0,)),
    ):
        mine, true = _by(ours, keys), _by(theirs, keys)
        made[what] = (len(true.items() - mine.items()), len(mine.items() - true.items()))
    return made


async def _ours(database: Database) -> Counts:
    async with database.read() as tx:
        rows = [row._asdict() for row in await tx.execute(text(_RUNS))]
    return {
        (row["skill_id"], row["version"], row["person"], row["day"]): tuple(row[name] for name in VALUES)
        for row in rows
    }


def _theirs(folder: Path) -> Counts:
    made: dict[tuple[str, ...], list[int]] = {}
    with (folder / "truth_counts.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = (row["skill_id"], row["version"], row["person"], row["day"])
            sums = made.setdefault(key, [0] * len(VALUES))
            for place, name in enumerate(VALUES):
                sums[place] += int(row["failed_told" if name == "failed" else name])
    return {key: tuple(sums) for key, sums in made.items()}


def _by(counts: Counts, keys: tuple[int, ...]) -> dict[tuple[str, ...], tuple[int, ...]]:
    made: dict[tuple[str, ...], Counter[int]] = {}
    for key, values in counts.items():
        made.setdefault(tuple(key[place] for place in keys), Counter()).update(dict(enumerate(values)))
    return {key: tuple(sums[place] for place in range(len(VALUES))) for key, sums in made.items()}
