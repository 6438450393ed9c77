"""From a line of a log file, settled as ingest settles it, to a run: each once, and only what is of skills."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.detection.engine import default_engine
from watchgate.hub.sources.costs import collect as divide
from watchgate.hub.sources.inbox import collect
from watchgate.hub.usage.model import Naming
from watchgate.hub.usage.taking import Name, know
from watchgate.ingest.digest.event import Digester
from watchgate.ingest.digest.examine import Examiner
from watchgate.ingest.events.parse import parse
from watchgate.ingest.store import settle
from watchgate.storage.driver import psycopg_of
from watchgate.storage.key_encryption import KEY_BYTES
from watchgate.storage.sealing import WorkspaceSealer

OFFICE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
BASE = {
    "principal": {"id": str(OFFICE), "type": "CHATGPT_WORKSPACE"},
    "actor": {"type": "ACCOUNT_USER", "user_id": "user-1", "user_email": "ann@acme.example"},
}


def message(number, author, second, gpt_id="g-1", conversation="c1"):
    at = f"2026-11-16T12:00:{second:02}Z"
    return BASE | {
        "event_id": f"e{number}",
        "type": "CONVERSATION_MESSAGE",
        "timestamp": at,
        "message": {
            "id": f"m{number}",
            "created_at": at,
            "author": author,
            "content": {"type": "text", "value": "A secret story"},
        },
        "conversation": {"id": conversation, "title": "T", "created_at": at, "gpt_id": gpt_id},
    }


def agents(number, kind, second, **details):
    return BASE | {
        "event_id": f"a{number}",
        "type": "CUSTOM_AGENTS_LOG",
        "timestamp": f"2026-11-16T12:01:{second:02}Z",
        "event_type": kind,
        "client_id": "CHATGPT_WEB",
        "workspace_id": str(OFFICE),
        "event_details": {"detail_type": kind, "agent_id": "agt_1", "run_id": "thread_1", **details},
    }


@pytest.fixture
def settled(database):  # noqa: F811
    sealer = WorkspaceSealer(bytes(KEY_BYTES))
    digester = Digester(sealer, Examiner(default_engine(), sealer.fingerprint), frozenset())

    async def settled(*lines):
        raw = [json.dumps(line).encode() for line in lines]
        events = [digester.digest(parse(json.loads(one)), one) for one in raw]
        async with database.begin() as tx:
            connection = await psycopg_of(tx)
            new = await settle.insert_new(connection, OFFICE, "file-1", events)
            await settle.add(connection, OFFICE, new, new[0].event.occurred_at) if new else None

    return settled


async def rows(database, sql):  # noqa: F811
    async with database.read() as tx:
        return [tuple(row) for row in await tx.execute(text(sql))]


async def test_a_chat_with_a_gpt_is_one_run(database, settled):  # noqa: F811
    async with database.begin() as tx:
        await know(tx, [Name(Naming.GPT, "g-1", "a.one", "1.0.0")])
    user, model = {"type": "user", "client_type": "web"}, {"type": "assistant", "model": "gpt-5-5"}
    lines = message(1, user, 0), message(2, model, 4), message(3, user, 30, gpt_id=None, conversation="c2")

    await settled(*lines)
    await settled(*lines)
    assert [await collect(database), await collect(database)] == [2, 0]

    assert await rows(
        database, "SELECT skill_id, version, person, model, duration_ms, outcome FROM usage_run"
    ) == [("a.one", "1.0.0", "user-1", "gpt-5-5", 4000, "success")]
    assert await rows(database, "SELECT count(*) FROM skill_use") == [(0,)]


async def test_an_agents_run_has_its_beginning_its_end_and_its_skills(database, settled):  # noqa: F811
    async with database.begin() as tx:
        await know(tx, [Name(Naming.WORKSPACE_SKILL, "skill-1", "a.one")])
    used = {"skill_name": "x", "skill_type": "uploaded_skill"}
    await settled(
        agents(
            1,
            "AGENT_RUN_CREATED",
            0,
            invoker={
                "type": "chatgpt",
                "initiator": {"kind": "account_user", "id": "account-user-1", "auth_user_id": "user-7"},
            },
        ),
        agents(2, "SKILL_USED", 3, skill_id="skill-1", **used),
        agents(3, "SKILL_USED", 4, skill_id="skill-other", **used),
        agents(4, "AGENT_RUN_FAILED", 9, failure_message="A secret story"),
    )

    assert b"secret" not in str(await rows(database, "SELECT told::text FROM skill_use")).encode()
    assert await collect(database) == 4

    assert await rows(database, "SELECT skill_id, run_key, person, duration_ms, outcome FROM usage_run") == [
        ("a.one", "run:thread_1", "user-7", 9000, "error")
    ]
    assert await rows(
        database, "SELECT named FROM usage_sighting WHERE skill_id IS NULL AND naming IS NOT NULL"
    ) == [("skill-other",)]


def costs(number, *, product="chatgpt", user_id="user-1", usd=0.4):
    return {
        "event_id": f"k{number}",
        "type": "COSTS",
        "timestamp": "2026-11-16T12:59:59Z",
        "principal": {"id": "org-1", "type": "API_PLATFORM_ORG"},
        "actor": {"type": "SYSTEM", "id": "costs_compliance"},
        "payload": {
            "day": "2026-11-16",
            "hour": 12,
            "organization_id": "org-1",
            "identity": {"user_id": user_id, "email": "ann@acme.example", "name": "Ann", "groups": []},
            "product": product,
            "model": "gpt-5.5",
            "measures": {
                "usage": {},
                "billing": [{"sku": "x", "estimated_cost_usd": {"value": usd, "unit": "USD"}}],
            },
        },
    }


async def test_an_hours_cost_is_divided_by_its_answers(database, settled):  # noqa: F811
    async with database.begin() as tx:
        await know(tx, [Name(Naming.GPT, "g-1", "a.one"), Name(Naming.SKILL, "a.one", "a.one")])
    user, model = {"type": "user", "client_type": "web"}, {"type": "assistant", "model": "gpt-5-5"}
    await settled(
        *(message(1, user, 0), message(2, model, 4)),
        *(
            message(number, author, number, gpt_id=None, conversation="c2")
            for number, author in ((3, user), (4, model), (5, model), (6, model))
        ),
        *(costs(1), costs(2, product="api"), costs(3, user_id=None), costs(4, user_id="user-nobody")),
    )
    await collect(database)
    assert await rows(database, "SELECT allocated_microusd FROM usage_run") == [(None,)]

    await divide(database, timedelta(hours=1))
    assert await rows(database, "SELECT count(*) FROM skill_use") == [(2,)]
    await divide(database, timedelta())

    assert await rows(database, "SELECT allocated_microusd, started_at::text FROM usage_run") == [
        (100_000, "2026-11-16 12:00:00+00")
    ]
    assert await rows(database, "SELECT count(*) FROM skill_use") == [(0,)]
