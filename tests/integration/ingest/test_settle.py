"""Digested events become rows, each counted once, whatever is delivered twice, late or out of order."""

import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from watchgate.ingest.digest.rows import (
    BrokenRow,
    ConversationRow,
    Digested,
    EventRow,
    FileRow,
    FindingRow,
    MessageRow,
    PersonRow,
)
from watchgate.ingest.store import settle
from watchgate.storage.driver import psycopg_of

WORKSPACE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def said(
    number, *, at=NOON, conversation="c1", message=None, author="user-1", found=(), title=b"t", files=()
):
    return Digested(
        event=EventRow(
            f"e{number}", "CONVERSATION_MESSAGE", at, "ACCOUNT_USER", author, False, f"m{number}", None
        ),
        message=MessageRow(
            message or f"m{number}", conversation, None, "user", author, None, None, 5, b"x", "scanned", None
        ),
        conversation=ConversationRow(conversation, author, title, None, None, False, None),
        person=PersonRow(author, f"{author}@acme.example"),
        files=[FileRow(file_id, b"name") for file_id in files],
        findings=list(found),
    )


def finding(number, *, kind="message", entity="EMAIL_ADDRESS"):
    return FindingRow(
        f"fnd_{number}", kind, "a", entity, "email", "1", 0, 5, 900, {"part": "content"}, "<EMAIL>", b"f" * 16
    )


@pytest.fixture
def put(database):
    async def run(*events, file="file-1"):
        async with database.begin() as tx:
            connection = await psycopg_of(tx)
            new = await settle.insert_new(connection, WORKSPACE, file, events)
            await settle.add(connection, WORKSPACE, new, NOON)
            return [digested.event.event_id for digested in new]

    return run


@pytest.fixture
def ask(database):
    async def run(query):
        async with database.read() as tx:
            cursor = await (await psycopg_of(tx)).execute(query)
            return await cursor.fetchall()

    return run


async def test_an_event_delivered_twice_is_counted_once(put, ask):
    assert await put(said(1), said(2), said(1)) == ["e1", "e2"]
    assert await put(said(2), said(3), file="file-2") == ["e3"]

    assert await ask("SELECT count(*), count(DISTINCT event_id) FROM event") == [(3, 3)]
    assert await ask("SELECT count(*) FROM message") == [(3,)]
    assert await ask("SELECT version_count FROM conversation") == [(3,)]


async def test_an_event_is_the_same_even_when_its_time_was_told_differently(put):
    await put(said(1))

    assert await put(said(1, at=NOON + timedelta(days=40))) == []


async def test_an_edited_message_keeps_its_versions(put, ask):
    await put(said(1, message="m1"), said(2, message="m1", at=NOON + timedelta(minutes=1)))

    assert await ask("SELECT message_id, event_id FROM message ORDER BY occurred_at") == [
        ("m1", "e1"),
        ("m1", "e2"),
    ]


async def test_the_latest_title_stands_whatever_comes_first(put, ask):
    await put(said(2, title=b"new", at=NOON + timedelta(hours=1)))
    await put(said(1, title=b"old"))

    [(title, first, last)] = await ask(
        "SELECT title_sealed, first_message_at, last_message_at FROM conversation"
    )
    assert (title, first, last) == (b"new", NOON, NOON + timedelta(hours=1))


async def test_a_message_that_tells_no_title_takes_none_away(put, ask):
    await put(said(1, title=b"kept"), said(2, title=None, at=NOON + timedelta(hours=1)))
    await put(said(3, title=None, at=NOON + timedelta(hours=2)))

    assert await ask("SELECT title_sealed FROM conversation") == [(b"kept",)]


async def test_findings_add_up_by_conversation_and_by_day(put, ask):
    await put(
        said(1, found=[finding(1), finding(2)]), said(2, at=NOON + timedelta(days=1), found=[finding(3)])
    )

    assert await ask("SELECT finding_count FROM conversation") == [(3,)]
    assert await ask("SELECT day::text, entity, owner_id, findings FROM finding_day ORDER BY day") == [
        ("2026-11-16", "EMAIL_ADDRESS", "user-1", 2),
        ("2026-11-17", "EMAIL_ADDRESS", "user-1", 1),
    ]
    assert await ask("SELECT count(*) FROM finding WHERE conversation_id = 'c1' AND owner_id = 'user-1'") == [
        (3,)
    ]


async def test_what_was_found_in_a_title_counts_once_for_all_its_messages(put, ask):
    await put(said(1, found=[finding("t", kind="title")]))
    await put(said(2, found=[finding("t", kind="title"), finding(2)]))

    assert await ask("SELECT asset_kind FROM finding ORDER BY 1") == [("message",), ("title",)]
    assert await ask("SELECT finding_count FROM conversation") == [(2,)]
    assert await ask("SELECT sum(finding_count) FROM message") == [(1,)]


async def test_people_and_files_are_known_from_their_first_mention(put, ask):
    await put(said(1, files=["file-a"]), said(2, files=["file-a", "file-b"], author="user-2"))

    assert await ask("SELECT user_id, email FROM person ORDER BY 1") == [
        ("user-1", "user-1@acme.example"),
        ("user-2", "user-2@acme.example"),
    ]
    assert await ask("SELECT file_id, owner_id, state FROM file ORDER BY 1") == [
        ("file-a", "user-1", "pending"),
        ("file-b", "user-2", "pending"),
    ]


async def test_no_timestamp_is_too_odd_to_be_kept(put, ask):
    await put(said(1, at=datetime(1, 1, 1, tzinfo=UTC)), said(2, at=datetime(9999, 12, 31, tzinfo=UTC)))

    assert await ask("SELECT count(*) FROM message") == [(2,)]


async def test_broken_lines_are_kept_with_their_place(database, ask):
    async with database.begin() as tx:
        rows = [BrokenRow(17, 3, "malformed", os.urandom(8))]
        await settle.quarantine(await psycopg_of(tx), WORKSPACE, "file-1", rows, NOON)

    assert await ask("SELECT file_id, byte_offset, reason FROM broken_line") == [("file-1", 17, "malformed")]
