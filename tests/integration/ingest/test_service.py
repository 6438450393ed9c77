"""Listed, fetched, digested, settled: over real HTTP into a real PostgreSQL, with what goes wrong on the way."""

import math
import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from integration.ingest.logs_host import KEY, WORKSPACE, LogsHost
from watchgate.ingest.pool import DigestPool
from watchgate.ingest.ports import Access
from watchgate.ingest.service import Ingest
from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.connect import new_http_client
from watchgate.openai.errors import NeedsAttention
from watchgate.openai.limits import Limits, Rates
from watchgate.storage.driver import psycopg_of
from watchgate.storage.sealing import WorkspaceSealer

ID = UUID(WORKSPACE)
NOW = datetime.now(UTC)
MESSAGES = "CONVERSATION_MESSAGE"


def message(number, text="Hello", *, at=None):
    return {
        "event_id": f"event-{number}",
        "type": MESSAGES,
        "timestamp": (at or NOW - timedelta(hours=1)).isoformat(),
        "actor": {"type": "ACCOUNT_USER", "user_id": "user-1", "user_email": "ines@acme.example"},
        "message": {
            "id": f"message-{number}",
            "author": {"type": "user"},
            "content": {"type": "text", "value": text},
        },
        "conversation": {"id": "conversation-1", "title": "Payroll"},
    }


class OneWorkspace:
    """Access to the workspace of the tests, as long as it is active."""

    def __init__(self, host, http, key=KEY):
        self.is_active = True
        rates = Limits(Rates(math.inf, math.inf, math.inf))
        client = ComplianceClient(host.base_url, key, http=http, limits=rates)
        self._access = Access("org-1", client, WorkspaceSealer(os.urandom(32)), frozenset())

    async def access(self, _workspace_id):
        return self._access if self.is_active else None


@pytest.fixture(scope="module")
def pool():
    pool = DigestPool(1)
    yield pool
    pool.close()


@pytest.fixture
def host():
    host = LogsHost()
    yield host
    host.close()


@pytest.fixture
async def http():
    async with new_http_client() as client:
        yield client


@pytest.fixture
def ingest(database, host, http, pool, tmp_path):
    return Ingest(database, OneWorkspace(host, http), pool, tmp_path / "work")


@pytest.fixture
def ask(database):
    async def run(query):
        async with database.read() as tx:
            return await (await (await psycopg_of(tx)).execute(query)).fetchall()

    return run


async def settle_all(ingest):
    return [await ingest.settle(ID, file.file_id) for file in await ingest.due(ID, limit=1000)]


async def test_every_event_of_every_file_is_in_the_catalogue(ingest, host, ask, tmp_path):
    host.add([message(1), message(2, "to maria@example.com")], end_time=NOW - timedelta(minutes=20))
    host.add([message(2, "to maria@example.com"), message(3)], end_time=NOW - timedelta(minutes=10))

    assert await ingest.poll(ID, MESSAGES) == 2
    await settle_all(ingest)

    assert await ask("SELECT count(*) FROM message") == [(3,)]
    assert await ask("SELECT sum(events), sum(duplicates) FROM log_file") == [(3, 1)]
    assert await ask("SELECT entity FROM finding") == [("EMAIL_ADDRESS",)]
    assert await ask("SELECT count(*) FROM log_stream s JOIN log_file f ON s.watermark = f.end_time") == [
        (1,)
    ]
    assert list((tmp_path / "work").iterdir()) == []


async def test_the_newest_file_is_settled_first(ingest, host):
    for days in (20, 1, 10):
        host.add([], end_time=NOW - timedelta(days=days))

    await ingest.poll(ID, MESSAGES)
    due = await ingest.due(ID, limit=10)

    assert [round((NOW - file.end_time).total_seconds() / 86400) for file in due] == [1, 10, 20]


async def test_polling_again_brings_only_what_is_new(ingest, host):
    host.add([message(1)], end_time=NOW - timedelta(minutes=20))
    assert await ingest.poll(ID, MESSAGES) == 1
    assert await ingest.poll(ID, MESSAGES) == 0

    host.add([message(2)], end_time=NOW - timedelta(minutes=40))  # late, and within the overlap
    assert await ingest.poll(ID, MESSAGES) == 1


async def test_files_with_the_same_end_are_found_across_pages(ingest, host):
    host.page_size = 3
    for days in (5, 4, 3, 3, 2, 1):
        host.add([], end_time=NOW - timedelta(days=days))

    assert await ingest.poll(ID, MESSAGES) == 6


async def test_a_file_is_settled_once(ingest, host, ask):
    file_id = host.add([message(1)], end_time=NOW)
    await ingest.poll(ID, MESSAGES)

    assert (await ingest.settle(ID, file_id)).events == 1
    assert await ingest.settle(ID, file_id) is None
    assert await ask("SELECT count(*) FROM event") == [(1,)]


async def test_a_damaged_download_is_fetched_again(ingest, host, ask):
    host.add([message(1)], end_time=NOW)
    await ingest.poll(ID, MESSAGES)
    host.damage_next = 1

    await settle_all(ingest)

    assert host.downloads == 2
    assert await ask("SELECT state FROM log_file") == [("done",)]


async def test_a_file_that_was_listed_wrongly_is_listed_again(ingest, host, ask):
    host.add([message(1)], end_time=NOW)
    host.lists_wrong_hash = True
    await ingest.poll(ID, MESSAGES)
    host.lists_wrong_hash = False

    assert await settle_all(ingest) == [None]
    await settle_all(ingest)

    assert await ask("SELECT state, attempts FROM log_file") == [("done", 2)]


async def test_a_file_that_openai_has_no_longer_is_lost_on_record(ingest, host, ask):
    host.add([message(1)], end_time=NOW)
    await ingest.poll(ID, MESSAGES)
    host.files.clear()

    assert await settle_all(ingest) == [None]

    assert await ask("SELECT state FROM log_file") == [("expired",)]
    assert await ask("SELECT type FROM ledger_outbox") == [("ingest.file_lost",)]


async def test_a_refused_key_is_said_and_nothing_is_forgotten(ingest, host, ask):
    host.fail_next.append(401)

    with pytest.raises(NeedsAttention):
        await ingest.poll(ID, MESSAGES)
    assert "401" in (await ask("SELECT last_error FROM log_stream"))[0][0]

    host.add([message(1)], end_time=NOW)
    await ingest.poll(ID, MESSAGES)
    assert await ask("SELECT last_error FROM log_stream") == [(None,)]

    host.fail_next.append(403)
    assert await settle_all(ingest) == [None]
    [(state, retry_at)] = await ask("SELECT state, next_attempt_at FROM log_file")
    assert state == "failed"
    assert retry_at > NOW
    assert await ingest.due(ID, limit=10) == []


async def test_what_we_do_not_know_is_kept_and_reported(ingest, host, ask):
    host.add(
        [{"event_id": "x", "type": "CODEX_TURN", "timestamp": NOW.isoformat()}, b"{broken"], end_time=NOW
    )
    await ingest.poll(ID, MESSAGES)

    await settle_all(ingest)

    assert await ask("SELECT name, seen FROM schema_drift") == [("type CODEX_TURN", 1)]
    assert await ask("SELECT type, sealed IS NOT NULL FROM event") == [("CODEX_TURN", True)]
    assert await ask("SELECT reason FROM broken_line") == [("truncated",)]
    assert await ask("SELECT type FROM ledger_outbox") == [("ingest.schema_drifted",)]


async def test_what_a_killed_process_left_behind_is_removed(database, host, http, pool, tmp_path):
    left, fresh = tmp_path / "log_left.jsonl", tmp_path / "log_fresh.jsonl"
    for path in (left, fresh):
        path.write_text("somebody's words")
    long_ago = (NOW - timedelta(hours=2)).timestamp()
    os.utime(left, (long_ago, long_ago))

    Ingest(database, OneWorkspace(host, http), pool, tmp_path)

    assert list(tmp_path.iterdir()) == [fresh]


async def test_a_paused_workspace_is_not_asked(ingest, host):
    host.add([message(1)], end_time=NOW)
    ingest._workspaces.is_active = False  # what the adapter says of a paused one

    assert await ingest.poll(ID, MESSAGES) == 0
