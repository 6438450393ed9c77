"""`python -m benchmarks.pages --messages 5000000 --data-dir DIR`: p50, p95 and the worst of each page; DIR is filled once and can be used again."""

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
from benchmarks.pages.fill import DAYS, ENTITIES, PEOPLE, WORDS, Filler
from sqlalchemy import text

from watchgate.catalog.model import ConversationFilter, FileFilter, PersonFilter, Place
from watchgate.catalog.service import Catalogue
from watchgate.catalog.store.newest import After
from watchgate.findings.model import AssetKind, By, FindingFilter, SummaryFilter
from watchgate.findings.service import Findings
from watchgate.findings.spans import spans_of
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.storage.key_encryption import FileKeys
from watchgate.storage.migrate import migrate
from watchgate.storage.sealing import Keyring

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
ACME = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
LIMIT = 51
LONG = ("long-5000", "long-100000")
TARGET_MS = 100

Ask = Callable[[random.Random], Awaitable[object]]


async def fill(database: Database, keyring: Keyring, messages: int) -> None:
    async with database.begin() as tx:
        if (await tx.execute(text("SELECT 1 FROM workspace"))).first():
            return
        sealer = await keyring.for_workspace(tx, ACME)
    print(f"filling with {messages:,} messages …", flush=True)
    with psycopg.connect(database.url) as connection:
        connection.execute("SET synchronous_commit = off")
        Filler(ACME, sealer, NOW, messages).fill(connection)
        connection.execute(
            "INSERT INTO workspace VALUES (%s, 'Acme', 'org-1', 'active', now(), now())", (ACME,)
        )


async def add_long(database: Database, conversation_id: str, messages: int) -> None:
    """A conversation of many empty messages."""
    values = {"workspace": ACME, "id": conversation_id, "count": messages, "now": NOW}
    at = f"CAST(:now AS timestamptz) - n * interval '{DAYS} days' / :count"
    async with database.begin() as tx:
        await tx.execute(
            text(
                "INSERT INTO conversation VALUES (:workspace, :id, 'user-1', NULL, NULL, NULL, NULL, false, NULL, :now, :now, :count, 0)"
                " ON CONFLICT DO NOTHING"
            ),
            values,
        )
        await tx.execute(
            text(
                f"INSERT INTO message SELECT :workspace, :id || '-' || n, {at}, 'e-' || :id || n, :id, :id || '-' || (n + 1), 'user',"
                " 'user-1', NULL, 'web', 0, NULL, 'scanned', NULL, 0 FROM generate_series(1, :count) n ON CONFLICT DO NOTHING"
            ),
            values,
        )


async def openable(database: Database) -> list[str]:
    query = text(
        "SELECT conversation_id FROM conversation WHERE right(conversation_id, 2) = '00' ORDER BY conversation_id LIMIT 3000"
    )
    async with database.read() as tx:
        return list((await tx.execute(query)).scalars())


def pages(catalogue: Catalogue, findings: Findings, conversations: list[str]) -> dict[str, Ask]:
    """What people ask for, each at a random place."""

    def moment(draw: random.Random) -> datetime:
        return NOW - timedelta(days=DAYS * draw.random())

    def somebody(draw: random.Random) -> str:
        return f"user-{int(PEOPLE * draw.random() ** 2)}"

    def after(draw: random.Random) -> After:
        return After(moment(draw), ACME, "8")

    def place(draw: random.Random) -> Place:
        return Place(moment(draw), "")

    def entity(draw: random.Random) -> str:
        return draw.choice(ENTITIES)

    days = (NOW.date() - timedelta(days=29), NOW.date())
    everything = (date(2026, 1, 1), NOW.date())
    one, every = ConversationFilter(ACME), ConversationFilter()
    return {
        "conversations": lambda draw: catalogue.conversations(one, LIMIT, after(draw)),
        "conversations, all workspaces": lambda draw: catalogue.conversations(every, LIMIT, after(draw)),
        "conversations of a person": lambda draw: catalogue.conversations(
            ConversationFilter(ACME, person=somebody(draw)), LIMIT
        ),
        "conversations of an address": lambda draw: catalogue.conversations(
            ConversationFilter(ACME, person=f"{somebody(draw)}@acme.example"), LIMIT
        ),
        "conversations of a GPT": lambda draw: catalogue.conversations(
            ConversationFilter(ACME, gpt_id=f"g-{draw.randrange(200)}"), LIMIT
        ),
        "conversations with findings": lambda draw: catalogue.conversations(
            ConversationFilter(ACME, has_findings=True), LIMIT, after(draw)
        ),
        "conversations of a person with findings": lambda draw: catalogue.conversations(
            ConversationFilter(ACME, person=somebody(draw), has_findings=True), LIMIT
        ),
        "one conversation": lambda draw: catalogue.thread(ACME, draw.choice(conversations), LIMIT),
        "one conversation, 5 000 messages": lambda draw: catalogue.thread(ACME, LONG[0], LIMIT, place(draw)),
        "one conversation, 100 000 messages": lambda draw: catalogue.thread(
            ACME, LONG[1], LIMIT, place(draw)
        ),
        "files": lambda draw: catalogue.files(FileFilter(ACME), LIMIT, after(draw)),
        "people": lambda draw: catalogue.people(PersonFilter(ACME), LIMIT, (ACME, somebody(draw))),
        "findings": lambda draw: findings.page(FindingFilter(ACME), LIMIT, after(draw)),
        "findings, all workspaces": lambda draw: findings.page(FindingFilter(), LIMIT, after(draw)),
        "findings of an entity": lambda draw: findings.page(
            FindingFilter(ACME, entity=entity(draw)), LIMIT, after(draw)
        ),
        "findings of a person": lambda draw: findings.page(FindingFilter(ACME, person=somebody(draw)), LIMIT),
        "findings of a person and an entity": lambda draw: findings.page(
            FindingFilter(ACME, person=somebody(draw), entity=entity(draw)), LIMIT
        ),
        "findings with a high score": lambda draw: findings.page(
            FindingFilter(ACME, min_score=0.95), LIMIT, after(draw)
        ),
        "findings in files": lambda _: findings.page(FindingFilter(ACME, asset_kind=AssetKind.FILE), LIMIT),
        **{
            f"sums by {by}, 30 days": lambda _, by=by: findings.summary(by, SummaryFilter(*days, ACME), 50)
            for by in By
        },
        "sums by entity, a year": lambda _: findings.summary(By.ENTITY, SummaryFilter(*everything, ACME), 50),
    }


async def measure(name: str, ask: Ask, times: int) -> bool:
    draw = random.Random(2)
    taken_ms = []
    for _ in range(times):
        begin = time.perf_counter()
        await ask(draw)
        taken_ms.append(1000 * (time.perf_counter() - begin))
    p95 = statistics.quantiles(taken_ms, n=20)[-1]
    mark = "" if p95 <= TARGET_MS else "   ← misses the target"
    print(f"{name:<42} {statistics.median(taken_ms):8.1f} {p95:8.1f} {max(taken_ms):8.1f}{mark}", flush=True)
    return p95 <= TARGET_MS


async def run(data_dir: Path, messages: int, times: int, only: str) -> bool:
    server = EmbeddedPostgres(data_dir)
    server.start()
    migrate(server.url, lambda: NOW)
    database = Database(server.url, server=server)
    try:
        keyring = Keyring(FileKeys(data_dir))
        await fill(database, keyring, messages)
        for conversation_id, count in zip(LONG, (5_000, 100_000), strict=True):
            await add_long(database, conversation_id, count)
        conversations = await openable(database)
        asked = pages(Catalogue(database, keyring, spans_of), Findings(database, lambda: NOW), conversations)
        print(
            f"{len(WORDS)} characters a message; milliseconds\n{'page':<42} {'p50':>8} {'p95':>8} {'worst':>8}"
        )
        return all([await measure(name, ask, times) for name, ask in asked.items() if only in name])
    finally:
        await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=300_000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--only", default="", help="pages with this in their name")
    parser.add_argument("--data-dir", type=Path, required=True)
    arguments = parser.parse_args()
    if not asyncio.run(run(arguments.data_dir, arguments.messages, arguments.times, arguments.only)):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
