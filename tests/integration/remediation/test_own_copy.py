"""What we have of an object ourselves goes for good, the sums stay true to what is left, and nothing brings it back."""

import json

import pytest
from sqlalchemy import text

from integration.catalog.workplace import ACME, EMAIL, NOON, Workplace
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.detection.engine import default_engine
from watchgate.findings.rescan.service import Rescans
from watchgate.ingest.digest.again import examine_again
from watchgate.ingest.digest.event import Digester
from watchgate.ingest.digest.examine import Examiner
from watchgate.ingest.digest.rows import Frame
from watchgate.ingest.erased_objects import objects_in, without_erased
from watchgate.ingest.store import erased_objects, erased_people, settle, uploads
from watchgate.kernel.clock import utc_now
from watchgate.kernel.content import Content
from watchgate.remediation.model import Action, Kind, Target
from watchgate.remediation.own_copy import own_copy_on, vacuuming
from watchgate.remediation.own_copy.vacuuming import vacuum
from watchgate.storage.driver import psycopg_of

C1 = Target(Kind.CONVERSATION, "c1", "user-1")
FILE = Target(Kind.FILE, "file-a", "user-1")
SUMS = "SELECT coalesce(sum(findings), 0) FROM {}"


class Copies:
    """A workplace with `own_copy`, and ingest as it would come again."""

    def __init__(self, database, workplace):  # noqa: F811
        self.database = database
        self.workplace = workplace
        self.own_copy = own_copy_on(database, workplace.keyring)

    async def remove(self, action, target):
        async with self.database.begin() as tx:
            return await self.own_copy.remove(tx, ACME, action, target)

    async def effects(self, action, target):
        async with self.database.read() as tx:
            return await self.own_copy.effects(tx, ACME, action, target)

    async def again(self, *events):
        """Ingest as the service does it: what was erased is asked for first."""
        async with self.database.begin() as tx:
            connection = await psycopg_of(tx)
            sealer = await self.workplace.keyring.existing(tx, ACME)
            digester = Digester(sealer, Examiner(default_engine(), sealer.fingerprint), frozenset())
            frame = Frame(
                [digester.digest(event, json.dumps({"id": event.event_id}).encode()) for event in events], []
            )
            await erased_people.marks(connection, ACME)
            known = await erased_objects.among(connection, ACME, objects_in(frame))
            left = without_erased(frame, known, sealer)
            new = await settle.insert_new(connection, ACME, "file-2", left.events)
            await settle.add(connection, ACME, new, NOON)

    async def fetch(self, file_id, words, sha256):
        """As the worker that fetches uploaded files."""
        async with self.database.begin() as tx:
            connection = await psycopg_of(tx)
            sealer = await self.workplace.keyring.existing(tx, ACME)
            upload = await uploads.find_pending(connection, ACME, file_id, lock=True)
            if upload is None:
                return
            sealed = sealer.seal(words.encode(), context=b"text:" + sha256.encode())
            rows = Examiner(default_engine(), sealer.fingerprint).findings(
                "file", file_id, [("text", Content(words))]
            )
            result = uploads.Fetched(9, sha256, "text/plain", "scanned", None, sealed, len(words))
            await uploads.fetched(connection, ACME, upload, result, rows, NOON)

    async def count(self, statement):
        return (await self.workplace.run(statement)).scalar_one()

    async def everything(self):
        """All sealed texts that can still be opened, as one text."""
        said = []
        async with self.database.read() as tx:
            sealer = await self.workplace.keyring.existing(tx, ACME)
            places = (
                ("SELECT message_id, sealed FROM message", b"message:"),
                ("SELECT conversation_id, title_sealed FROM conversation", b"title:"),
                ("SELECT file_id, name_sealed FROM file", b"file:"),
                ("SELECT sha256, sealed FROM file_text", b"text:"),
            )
            for statement, prefix in places:
                for name, sealed in await tx.execute(text(statement)):
                    if sealed is not None:
                        said.append(sealer.open(bytes(sealed), context=prefix + name.encode()).decode())
        return "\n".join(said)

    async def check_sums(self):
        """What the sums say is what there is."""
        findings = await self.count("SELECT count(*) FROM finding")
        assert await self.count(SUMS.format("finding_day")) == findings
        assert await self.count(SUMS.format("finding_entity_day")) == findings
        in_conversations = await self.count("SELECT count(*) FROM finding WHERE conversation_id IS NOT NULL")
        assert (
            await self.count("SELECT coalesce(sum(finding_count), 0) FROM conversation") == in_conversations
        )


@pytest.fixture
async def copies(database):  # noqa: F811
    """c1 of user-1: an address in title, two messages and a file; c2 of user-2 has another, and a file of the same bytes."""
    workplace = Workplace(database)
    await workplace.enrol()
    await workplace.settle(
        workplace.said(
            "m1",
            f"Write to {EMAIL}",
            minutes=1,
            files=[("file-a", f"{EMAIL} notes.txt")],
            title=f"About {EMAIL}",
        ),
        workplace.said("m2", f"and {EMAIL} again", minutes=2, after="m1"),
        workplace.said("m3", "nothing here", minutes=3, after="m2"),
        workplace.said(
            "m4", f"mine is {EMAIL}", minutes=4, conversation="c2", by="user-2", files=[("file-b", "b.txt")]
        ),
    )
    made = Copies(database, workplace)
    await made.fetch("file-a", f"In a file: {EMAIL}", "aa")
    await made.fetch("file-b", f"In a file: {EMAIL}", "aa")
    return made


async def test_the_search_would_find_it(copies):
    assert (await copies.everything()).count(EMAIL) == 6
    await copies.check_sums()


async def test_a_deleted_conversation_leaves_nothing_and_nobody_else_loses_anything(copies):
    gone = await copies.remove(Action.DELETE, C1)

    assert gone == {"conversations": 1, "messages": 3, "files": 1, "texts": 0, "findings": 4}
    left = await copies.everything()
    assert left.count(EMAIL) == 2  # c2's message, and its file of the same bytes
    assert await copies.count("SELECT count(*) FROM event") == 4
    await copies.check_sums()


async def test_a_text_goes_with_the_last_file_that_has_it(copies):
    await copies.remove(Action.DELETE, FILE)
    gone = await copies.remove(Action.DELETE, Target(Kind.FILE, "file-b", "user-2"))

    assert gone["texts"] == 1
    assert "In a file" not in await copies.everything()
    await copies.check_sums()


async def test_a_deleted_conversation_does_not_come_back(copies):
    await copies.remove(Action.DELETE, C1)
    said = copies.workplace.said
    await copies.again(
        said(
            "m2", f"edited: {EMAIL}", minutes=9, title=EMAIL, files=[("file-a", "a.txt"), ("file-z", EMAIL)]
        ),
        said("m9", f"late: {EMAIL}", minutes=1),
    )

    assert (await copies.everything()).count(EMAIL) == 2
    assert await copies.count("SELECT count(*) FROM conversation WHERE conversation_id = 'c1'") == 0
    assert await copies.count("SELECT count(*) FROM file WHERE file_id IN ('file-a', 'file-z')") == 0
    assert await copies.count("SELECT count(*) FROM event") == 6  # that they were said is counted
    await copies.check_sums()


async def test_a_deleted_file_is_not_listed_again(copies):
    await copies.remove(Action.DELETE, FILE)
    await copies.again(
        copies.workplace.said("m8", "see", minutes=8, files=[("file-a", "a.txt"), ("file-n", "n.txt")])
    )

    assert await copies.count("SELECT count(*) FROM file WHERE file_id = 'file-a'") == 0
    assert await copies.count("SELECT count(*) FROM file WHERE file_id = 'file-n'") == 1


async def test_a_redacted_message_is_readable_without_what_was_found(copies):
    done = await copies.remove(Action.REDACT, Target(Kind.MESSAGE, "m2", "user-1", "c1"))

    said = await copies.everything()
    assert done == {"messages": 1, "findings": 1}
    assert "and <EMAIL> again" in said
    assert said.count(EMAIL) == 5
    await copies.check_sums()


async def test_a_late_edit_of_a_redacted_message_is_masked(copies):
    await copies.remove(Action.REDACT, Target(Kind.MESSAGE, "m2", "user-1", "c1"))
    await copies.again(copies.workplace.said("m2", f"late words of {EMAIL}", minutes=9))

    said = await copies.everything()
    assert "late words of <EMAIL>" in said
    assert said.count(EMAIL) == 5
    await copies.check_sums()


async def test_a_redacted_conversation_is_masked_with_title_and_files_and_stays_so(copies):
    done = await copies.remove(Action.REDACT, C1)
    await copies.again(copies.workplace.said("m9", f"late: {EMAIL}", minutes=9, title=f"Anew {EMAIL}"))

    said = await copies.everything()
    assert done == {"conversations": 1, "messages": 3, "files": 1, "texts": 1, "findings": 4}
    assert said.count(EMAIL) == 2
    assert "nothing here" in said
    assert "late: <EMAIL>" in said
    assert "In a file: <EMAIL>" in said
    await copies.check_sums()


async def test_a_file_that_was_not_fetched_yet_is_never_read(copies):
    await copies.workplace.settle(copies.workplace.said("m7", "x", minutes=7, files=[("file-p", "p.txt")]))

    await copies.remove(Action.REDACT, Target(Kind.FILE, "file-p", "user-1"))
    await copies.fetch("file-p", f"In the other: {EMAIL}", "bb")

    assert "In the other" not in await copies.everything()
    assert await copies.count("SELECT state FROM file WHERE file_id = 'file-p'") == "unavailable"


async def test_what_was_never_examined_cannot_be_masked_and_goes(copies):
    await copies.workplace.run(
        "UPDATE message SET scan_state = 'not_scanned', scan_note = 'too long' WHERE message_id = 'm3'"
    )

    await copies.remove(Action.REDACT, Target(Kind.MESSAGE, "m3", "user-1", "c1"))

    assert "nothing here" not in await copies.everything()


async def test_once_more_changes_nothing(copies):
    await copies.remove(Action.REDACT, C1)
    before = await copies.everything()

    assert (await copies.remove(Action.REDACT, C1))["findings"] == 0
    assert await copies.everything() == before
    await copies.remove(Action.DELETE, C1)
    assert set((await copies.remove(Action.DELETE, C1)).values()) == {0}


async def test_what_was_deleted_stays_deleted_if_it_is_redacted_later(copies):
    await copies.remove(Action.DELETE, C1)
    await copies.remove(Action.REDACT, C1)
    await copies.again(copies.workplace.said("m9", "words", minutes=9))

    assert "words" not in await copies.everything()


async def test_a_re_scan_that_had_read_it_before_brings_nothing_back(copies):
    class Examines:
        """Whoever examines is slow: meanwhile the conversation is erased, and a message of the other one masked."""

        async def examine_again(self, assets, sealer):
            await copies.remove(Action.DELETE, C1)
            await copies.remove(Action.REDACT, Target(Kind.MESSAGE, "m4", "user-2", "c2"))
            return examine_again(assets, sealer)

    rescans = Rescans(copies.database, copies.workplace.keyring, version="99.0.0", clock=utc_now)
    await rescans.begin(ACME)
    while await rescans.step(ACME, Examines()):
        pass

    assert await copies.count("SELECT count(*) FROM finding WHERE asset_kind = 'message'") == 0
    await copies.check_sums()


async def test_the_plan_says_what_goes_and_changes_nothing(copies):
    before = await copies.everything()
    deleted = await copies.effects(Action.DELETE, C1)
    nothing = await copies.effects(Action.DELETE, Target(Kind.MEMORY, "mem", "user-1", "ctx"))

    assert deleted.counts == {"messages": 3, "files": 1}
    assert nothing.stays == ("We have no copy of it.",)
    assert nothing.goes == ()
    assert await copies.everything() == before


async def test_every_table_that_held_something_is_vacuumed(copies):
    counted = "SELECT sum(vacuum_count) FROM pg_stat_user_tables WHERE relname = ANY(ARRAY['file', 'file_text', 'conversation', 'message_default'])"
    await copies.remove(Action.DELETE, C1)
    before = await copies.count(counted)

    assert await vacuum(copies.database)

    assert await copies.count(counted) - before == 4


async def test_two_do_not_vacuum_at_once(copies):
    async with copies.database.outside() as connection:
        await connection.execute(text(f"SELECT pg_advisory_lock({vacuuming._LOCK})"))
        assert not await vacuum(copies.database)
        await connection.execute(text(f"SELECT pg_advisory_unlock({vacuuming._LOCK})"))
    assert await vacuum(copies.database)
