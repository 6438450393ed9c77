"""Who was erased does not come back: not by a log file that is read again, not by a late line, not by the list of accounts."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from integration.catalog.workplace import ACME, NOON, Workplace
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.detection.engine import default_engine
from watchgate.ingest.digest.event import Digester
from watchgate.ingest.digest.examine import Examiner
from watchgate.ingest.digest.rows import BrokenRow, Frame
from watchgate.ingest.erased_people import ErasedPeople, mark_of
from watchgate.ingest.people import People
from watchgate.ingest.ports import Access
from watchgate.ingest.store import erased_people
from watchgate.kernel.content import Content
from watchgate.openai.compliance.model import UserPage, WorkspaceUser
from watchgate.storage.driver import psycopg_of

JANE, JOHN = "user-jane", "user-john"


@pytest.fixture
async def workplace(database):  # noqa: F811
    """Jane was erased a minute after noon."""
    made = Workplace(database)
    await made.enrol()
    async with database.begin() as tx:
        sealer = await made.keyring.existing(tx, ACME)
        for word in (JANE, "jane@acme.example"):
            await tx.execute(
                text("INSERT INTO person_tombstone VALUES (:workspace, :mark, :at)"),
                {"workspace": ACME, "mark": mark_of(sealer, word), "at": NOON + timedelta(minutes=1)},
            )
    return made


async def left_of(workplace, *events, raw=None, broken=()):
    """What is left of a frame: (events, lines)."""
    async with workplace.database.begin() as tx:
        sealer = await workplace.keyring.existing(tx, ACME)
        digester = Digester(sealer, Examiner(default_engine(), sealer.fingerprint), frozenset())
        digested = [digester.digest(event, json.dumps(raw or {}).encode()) for event in events]
        lines = [BrokenRow(7, 9, "cut", sealer.seal(line, context=b"broken:7")) for line in broken]
        erased = ErasedPeople(await erased_people.marks(await psycopg_of(tx), ACME), sealer)
    left = erased.without(Frame(digested, lines))
    return left.events, left.broken


async def test_what_they_did_before_is_left_out(workplace):
    events, _ = await left_of(
        workplace, workplace.said("m1", "Hi", by=JANE), workplace.happened("Signed in", by=JANE)
    )

    assert events == []


async def test_what_they_do_afterwards_is_taken_in(workplace):
    events, _ = await left_of(workplace, workplace.said("m1", "Hi", by=JANE, minutes=2))

    assert [one.message.message_id for one in events] == ["m1"]


async def test_what_others_did_is_taken_in(workplace):
    events, _ = await left_of(
        workplace,
        workplace.said("m1", "Ask jane@acme.example", by=JOHN),
        workplace.said("m2", "Hi", by="user-jane-2"),
    )

    assert [one.message.message_id for one in events] == ["m1", "m2"]


@pytest.mark.parametrize(
    "raw",
    [
        {"about": {"user_id": JANE}},
        {"text": "Mail\njane@acme.example."},
        {"text": "<Jane@Acme.example>"},
        {"path": f"/users/{JANE}/conversations"},
    ],
)
async def test_an_event_that_names_them_stays_without_what_it_says(workplace, raw):
    events, _ = await left_of(workplace, workplace.happened("Changed", by=JOHN), raw=raw)

    assert [(one.event.actor_id, one.event.sealed) for one in events] == [(JOHN, None)]


@pytest.mark.parametrize("raw", [{"about": "user-jane-2"}, {"text": "mary-jane@acme.example"}, {}])
async def test_an_event_that_names_somebody_else_stays_whole(workplace, raw):
    events, _ = await left_of(workplace, workplace.happened("Changed", by=JOHN), raw=raw)

    assert events[0].event.sealed is not None


async def test_a_line_that_cannot_be_read_and_names_them_is_left_out(workplace):
    _, lines = await left_of(workplace, broken=[b'{"user": "user-jane", "te', b'{"user": "user-john", "te'])

    assert len(lines) == 1


class Accounts:
    """OpenAI's list of accounts."""

    async def list_users(self, _workspace_id, _after):
        users = [
            WorkspaceUser(
                id_, Content(f"{name}@acme.example"), Content(name), "standard-user", "active", None
            )
            for id_, name in ((JANE, "jane"), (JOHN, "john"))
        ]
        return UserPage(tuple(users), False, None)


async def known(workplace):
    rows = await workplace.run("SELECT user_id FROM person ORDER BY 1")
    return list(rows.scalars())


async def list_accounts(workplace):
    async with workplace.database.read() as tx:
        sealer = await workplace.keyring.existing(tx, ACME)

    class Enrolled:
        async def access(self, _workspace_id):
            return Access("org-1", Accounts(), sealer, frozenset())

    await People(workplace.database, Enrolled()).list_accounts(ACME)


async def test_their_account_is_not_listed_again(workplace):
    await list_accounts(workplace)

    assert await known(workplace) == [JOHN]


async def test_unless_they_have_done_something_since(workplace):
    await workplace.settle(workplace.said("m1", "Back again", by=JANE, minutes=5))

    await list_accounts(workplace)

    assert await known(workplace) == [JANE, JOHN]
