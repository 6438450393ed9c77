"""A workspace in which a person leaves traces wherever a person can, and what erases the person again."""

import json
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import text

from integration.catalog.workplace import ACME
from searching import Search, opened_keys
from watchgate.ledger.outbox import OutboxRelay
from watchgate.ledger.segment import segments_of
from watchgate.ledger.writer import Ledger
from watchgate.openai.errors import NeedsAttention
from watchgate.remediation import store as requests
from watchgate.remediation.model import Action, Kind, Target
from watchgate.remediation.own_copy import own_copy_on
from watchgate.remediation.person.belongings import PersonsObjects
from watchgate.remediation.person.service import PersonErasure

JANE, JOHN, MARY = "user-jane", "user-john", "user-mary"
PEOPLE = (
    (JANE, "jane@acme.example", "Jane Miller"),
    (JOHN, "john@acme.example", "John Miller"),
    (MARY, "mary@acme.example", "Mary Smith"),
)


class MadeLists:
    """OpenAI's lists: (user, kind) → ids. `refused`: kinds that the key may not see."""

    def __init__(self):
        self.made = {}
        self.refused = set()

    async def listed(self, _workspace_id, user_id, kind):
        if kind in self.refused:
            raise NeedsAttention("Refused (403).", "Ask for the scope.", status=403)
        for one in self.made.get((user_id, kind), ()):
            yield Target(kind, one, user_id, "ctx-1" if kind is Kind.MEMORY else None)


class Persons:
    """The place, with `lists` of OpenAI's, a ledger in `data_dir`, and the erasure."""

    def __init__(self, place, folder):
        self.place, self.database = place, place.database
        self.workplace = place.workplace
        self.data_dir = folder / "data"
        self.lists = MadeLists()
        place.persons = PersonsObjects(self.database, self.lists, self.workplace.keyring)
        self.erasure = self.erasure_on(self.database)
        self.ledger = Ledger.open(self.data_dir, kind="control")
        self.relay = OutboxRelay(self.database, self.ledger)

    def erasure_on(self, database):
        keyring, place = self.workplace.keyring, self.place
        return PersonErasure(database, keyring, place.holds, self.data_dir, lambda: place.now)

    async def close(self):
        for client in self.place.clients:
            await client.aclose()
        with suppress(OSError):
            self.ledger.close()

    async def settle_in(self):
        said = self.workplace.said
        await self.workplace.settle(
            said(
                "m1",
                "My card is 4111 1111 1111 1111",
                by=JANE,
                title="Jane Miller's card",
                files=[("file-j", "jane-notes.txt")],
            ),
            said("m2", "Paid to GB82 WEST 1234 5698 7654 32", minutes=1, by=JANE, after="m1"),
            said("m3", "My own is 5500 0000 0000 0004", minutes=2, conversation="c-john", by=JOHN),
            said(
                "m4",
                "And mine 4111 1111 1111 1111, of Jane Miller",
                minutes=3,
                conversation="c-john",
                by=JANE,
                after="m3",
            ),
            said("m5", "My number is 078-05-1120", minutes=3, conversation="c-mary", by=MARY, title="Mary's"),
            self.workplace.happened("Logged in from home", minutes=4, by=JANE),
            self.workplace.happened("Changed something", minutes=5, by=JOHN),
            self.workplace.happened("Changed another", minutes=6, by=JOHN),
        )
        for user_id, email, name in PEOPLE:
            await self.workplace.run(
                "UPDATE person SET email = :email, name = :name WHERE user_id = :id",
                id=user_id,
                email=email,
                name=name,
            )
        await self._quote("e0007", json.dumps({"by": JOHN, "about": {"email": "Jane@ACME.example"}}))
        await self._quote("e0008", r'{"text": "\u006aane\u0040acme.example"}')
        await self._break_a_line('{"user": "user-jane", "text": "…')

    async def _quote(self, event_id, content):
        async with self.database.begin() as tx:
            sealer = await self.workplace.keyring.existing(tx, ACME)
            sealed = sealer.seal(content.encode(), context=b"event:" + event_id.encode())
            found = await tx.execute(
                text("UPDATE event SET sealed = :sealed WHERE event_id = :id"),
                {"sealed": sealed, "id": event_id},
            )
            assert found.rowcount == 1

    async def _break_a_line(self, line):
        async with self.database.begin() as tx:
            sealer = await self.workplace.keyring.existing(tx, ACME)
            sealed = sealer.seal(line.encode(), context=b"broken:17")
            await tx.execute(
                text(
                    "INSERT INTO broken_line (workspace_id, file_id, byte_offset, size_bytes, reason, sealed, found_at)"
                    " VALUES (:workspace, 'f', 17, 9, 'cut', :sealed, now())"
                ),
                {"workspace": ACME, "sealed": sealed},
            )

    async def asked_for(self, who, **more):
        """The id of a request for everything of somebody; approved."""
        wanted = {"person": who, "targets": None, **more}
        return (await self.place.approved(**wanted))["id"]

    async def carried_out(self, request_id, state="verified"):
        """As if every object had been deleted at OpenAI; our copy of it is erased."""
        run = self.workplace.run
        own_copy = own_copy_on(self.database, self.workplace.keyring)
        async with self.database.begin() as tx:
            for one in await requests.objects(tx, request_id, 0, 1000):
                await own_copy.remove(tx, ACME, Action.DELETE, one.target)
        await run("UPDATE remediation_object SET state = :s WHERE request_id = :id", s=state, id=request_id)
        await run("UPDATE remediation_request SET state = 'verified' WHERE id = :id", id=request_id)

    async def erased(self, who, **more):
        """The request's id, when it is all over."""
        request_id = await self.asked_for(who, **more)
        await self.carried_out(request_id)
        await self.relay.drain()
        for _ in range(3):
            if await self.erasure.turn():
                break
            self.ledger.carry_out_orders()
            self.place.now += timedelta(seconds=5)
        await self.relay.drain()
        return request_id

    async def entries(self, word):
        """The fields of the entries of this type."""
        self.ledger.flush()
        lines = [line for segment in segments_of(self.ledger.writer_dir) for line in segment.lines()]
        found = [json.loads(line.split(b"\t")[0]) for line in lines]
        return [one for one in found if one["type"] == word]

    async def entries_waiting(self, word):
        rows = await self.workplace.run("SELECT fields FROM ledger_outbox WHERE type = :word", word=word)
        return [row.fields for row in rows]

    async def search(self, values):
        """Everything that is kept, searched."""
        search = Search(values)
        search.rows(self.database.url, await opened_keys(self.database, self.workplace.keyring))
        search.files(self.data_dir)
        return search


async def rows_by_table(database, *names):
    """table → its rows that have one of *names* in them."""
    found = {}
    async with database.read() as tx:
        tables = (
            await tx.execute(
                text(
                    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                )
            )
        ).scalars()
        for table in sorted(tables):
            rows = await tx.execute(
                text(f'SELECT t::text AS row FROM "{table}" t WHERE t::text ~ :names'),
                {"names": "|".join(names)},
            )
            found[table] = sorted(rows.scalars())
    return {table: rows for table, rows in found.items() if rows and table != "ledger_outbox"}
