"""Whatever order sightings come in, in however many batches, however often: the same runs, and sums that add up to them.

The rules stand here a second time, one sighting after the other, as merging.py tells them.
"""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.hub.usage.merging import RANK
from watchgate.hub.usage.model import Basis, Cost, Naming, Outcome, Sighting, Source
from watchgate.hub.usage.tables import SUMS
from watchgate.hub.usage.taking import Name, know, take

OFFICE, FACTORY = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 11, 1, 23, 59, 30, tzinfo=UTC)
SLACK = timedelta(seconds=30)
NAMES = {"g-1": "a.one", "g-2": "b.two"}


def drawn(luck, number):
    """One sighting of few skills, people and conversations, so that many meet."""
    run = luck.choice(["r1", "r2", "r3", None])
    conversation = f"c-{run}" if run and luck.random() < 0.3 else luck.choice(["c1", "c2", None, None])
    if conversation and conversation.startswith("c-") is False and run:
        run = None  # a run stands in one conversation
    at = NOON + timedelta(seconds=luck.randrange(0, 400, 10))
    nameless = run is not None and luck.random() < 0.3
    source = luck.choice([Source.AGENT, Source.CONVERSATION, Source.AUDIT, Source.IMPORTED])
    return Sighting(
        source,
        f"s{number}",
        *((None, None) if nameless else (Naming.GPT, luck.choice(["g-1", "g-2", "g-unknown"]))),
        at,
        workspace_id=luck.choice([OFFICE, OFFICE, FACTORY]),
        version=luck.choice([None, "1.0.0", "2.0.0"]),
        person=luck.choice(["ann", "bo", None]),
        model=luck.choice([None, "m"]),
        conversation_id=conversation,
        run_id=run,
        ended_at=luck.choice([None, at + timedelta(seconds=5)]),
        outcome=luck.choice(list(Outcome)),
        input_tokens=luck.choice([None, 10]),
        cost=luck.choice(
            [None, Cost(Decimal("0.02"), Basis.REPORTED), Cost(Decimal("0.5"), Basis.ESTIMATED)]
        ),
    )


def runs_of(sightings):
    """The rules again. (workspace, skill, key) → what a run is."""
    links = {
        (s.workspace_id, s.run_id): s.conversation_id for s in sightings if s.run_id and s.conversation_id
    }
    firm, loose = defaultdict(list), []
    for s in sightings:
        conversation = s.conversation_id or links.get((s.workspace_id, s.run_id))
        if conversation or s.run_id:
            firm[
                s.workspace_id, f"conversation:{conversation}" if conversation else f"run:{s.run_id}"
            ].append(s)
        elif s.named in NAMES:
            loose.append(s)
    groups = {}
    for (workspace, key), all_of in firm.items():
        for skill in {NAMES[s.named] for s in all_of if s.named in NAMES}:
            groups[workspace, skill, key] = [
                s for s in all_of if s.named is None or NAMES.get(s.named) == skill
            ]
    spans = {
        key: (best(g, "person"), min(s.at for s in g), max(s.ended_at or s.at for s in g))
        for key, g in groups.items()
    }
    for s in loose:
        near = [
            key
            for key, (person, begin, end) in spans.items()
            if key[:2] == (s.workspace_id, NAMES[s.named])
            and person is not None
            and person == s.person
            and begin - SLACK <= s.at <= end + SLACK
        ]
        own = (s.workspace_id, NAMES[s.named], f"{RANK[s.source]}:{s.source_id}")
        groups.setdefault(near[0] if len(near) == 1 else own, []).append(s)
    return {key: run_of(group) for key, group in groups.items()}


def best(group, field):
    """The earliest word of the most trusted source that knows."""
    known = [s for s in group if getattr(s, field) is not None]
    return getattr(min(known, key=lambda s: (RANK[s.source], s.at, s.source_id)), field) if known else None


def added(group, value):
    """The sum of the most trusted source that knows."""
    sums = defaultdict(list)
    for s in group:
        if value(s) is not None:
            sums[RANK[s.source]].append(value(s))
    return sum(sums[min(sums)]) if sums else None


def run_of(group):
    outcomes = {s.outcome for s in group}
    lasted = {}
    for rank in {RANK[s.source] for s in group}:
        part = [s for s in group if RANK[s.source] == rank]
        seconds = (max(s.ended_at or s.at for s in part) - min(s.at for s in part)).total_seconds()
        if seconds > 0:
            lasted[rank] = int(seconds * 1000)
    return {
        "version": best(group, "version") or "",
        "person": best(group, "person"),
        "model": best(group, "model"),
        "started_at": min(s.at for s in group),
        "ended_at": max(s.ended_at or s.at for s in group),
        "duration_ms": lasted[min(lasted)] if lasted else None,
        "outcome": "error"
        if Outcome.ERROR in outcomes
        else "success"
        if Outcome.SUCCESS in outcomes
        else "unknown",
        "input_tokens": added(group, lambda s: s.input_tokens),
        "reported_microusd": added(group, lambda s: of_basis(s, Basis.REPORTED)),
        "estimated_microusd": added(group, lambda s: of_basis(s, Basis.ESTIMATED)),
        "sources": sum(1 << rank for rank in {RANK[s.source] for s in group}),
    }


def of_basis(s, basis):
    return int(s.cost.usd * 1_000_000) if s.cost and s.cost.basis is basis else None


async def rows(database, sql):  # noqa: F811
    async with database.read() as tx:
        return [row._asdict() for row in await tx.execute(text(sql))]


async def tuples(database, sql):  # noqa: F811
    async with database.read() as tx:
        return sorted(tuple(map(str, row)) for row in await tx.execute(text(sql)))


async def runs_in(database):  # noqa: F811
    shown = {}
    for row in await rows(database, "SELECT * FROM usage_run"):
        key = (row["workspace_id"], row["skill_id"], row["run_key"])
        shown[key] = {name: row[name] for name in run_of([drawn(random.Random(0), 0)])}
    return shown


@pytest.mark.parametrize("seed", [*range(11), 135])
async def test_any_order_and_any_batches_give_the_runs_that_the_rules_say(database, seed):  # noqa: F811
    luck = random.Random(seed)
    sightings = [drawn(luck, number) for number in range(40)]
    names = [Name(Naming.GPT, named, skill) for named, skill in NAMES.items()]
    steps = [*sightings, *luck.sample(sightings, 8)]  # some come twice
    luck.shuffle(steps)
    known_at = luck.randrange(len(steps))

    async with database.begin() as tx:
        await know(tx, names[:1])
    while steps:
        size = luck.randint(1, 12)
        batch, steps = steps[:size], steps[size:]
        async with database.begin() as tx:
            await take(tx, batch)
        if len(steps) <= known_at:
            async with database.begin() as tx:
                await know(tx, names)

    async with database.begin() as tx:
        await know(tx, names)
    assert await runs_in(database) == runs_of(sightings)


async def test_the_sums_of_days_are_those_of_the_runs(database):  # noqa: F811
    luck = random.Random(99)
    async with database.begin() as tx:
        await know(tx, [Name(Naming.GPT, named, skill) for named, skill in NAMES.items()])
    for first in range(0, 120, 15):
        async with database.begin() as tx:
            await take(tx, [drawn(luck, number) for number in range(first, first + 15)])

    values = (
        "count(*), count(*) FILTER (WHERE outcome = 'error'), count(*) FILTER (WHERE sources & 1 <> 0),"
        " coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),"
        + ",".join(f" coalesce(sum({b}_microusd), 0)" for b in ("reported", "estimated", "allocated"))
        + ","
        + ",".join(f" count({b}_microusd)" for b in ("reported", "estimated", "allocated"))
    )
    day = "(started_at AT TIME ZONE 'UTC')::date"
    for table, keys, where in (
        ("usage_skill_day", "skill_id, version, workspace_id", "true"),
        ("usage_person_day", "person, workspace_id", "person IS NOT NULL"),
    ):
        kept = await tuples(database, f"SELECT day, {keys}, {', '.join(SUMS)} FROM {table} WHERE runs > 0")
        counted = await tuples(
            database, f"SELECT {day}, {keys}, {values} FROM usage_run WHERE {where} GROUP BY {day}, {keys}"
        )
        assert kept == counted
        assert len(kept) > 4
    spread = await rows(database, "SELECT measure, sum(runs) AS n FROM usage_spread GROUP BY measure")
    counted = await rows(
        database,
        "SELECT count(duration_ms) AS duration, count(reported_microusd) AS reported, count(estimated_microusd) AS estimated FROM usage_run",
    )
    assert {row["measure"]: int(row["n"]) for row in spread} == counted[0]


async def test_what_was_unmanaged_becomes_ours_when_its_name_is_known(database):  # noqa: F811
    seen = Sighting(
        Source.CONVERSATION, "m1", Naming.GPT, "g-9", NOON, workspace_id=OFFICE, conversation_id="c9"
    )
    async with database.begin() as tx:
        assert await take(tx, [seen]) == 1
        assert await take(tx, [seen]) == 0
    assert await runs_in(database) == {}

    async with database.begin() as tx:
        assert await know(tx, [Name(Naming.GPT, "g-9", "c.three", "3.0.0")]) == 1
        assert await know(tx, [Name(Naming.GPT, "g-9", "c.three", "3.0.0")]) == 0

    [run] = await rows(database, "SELECT skill_id, version FROM usage_run")
    assert run == {"skill_id": "c.three", "version": "3.0.0"}


async def test_the_version_is_the_one_of_that_time(database):  # noqa: F811
    later = NOON + timedelta(days=1)
    async with database.begin() as tx:
        await know(
            tx,
            [
                Name(Naming.GPT, "g-9", "c.three", "1.0.0", NOON),
                Name(Naming.GPT, "g-9", "c.three", "2.0.0", later),
            ],
        )
        await take(
            tx,
            [
                Sighting(
                    Source.CONVERSATION, f"m{number}", Naming.GPT, "g-9", at, conversation_id=f"c{number}"
                )
                for number, at in enumerate(
                    (NOON - timedelta(days=1), NOON, later - timedelta(seconds=1), later)
                )
            ],
        )

    runs = await rows(database, "SELECT version FROM usage_run ORDER BY run_key")
    assert [run["version"] for run in runs] == ["1.0.0", "1.0.0", "1.0.0", "2.0.0"]
