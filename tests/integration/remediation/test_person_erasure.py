"""A person's erasure: afterwards nothing that is kept names them, everything else is as it was, and the ledger verifies."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from integration.catalog.workplace import ACME, GLOBEX, Workplace
from integration.remediation.conftest import CALLERS, Place
from integration.remediation.persons import JANE, Persons, rows_by_table
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.kernel.content import Content
from watchgate.ledger.verify import verify_folder
from watchgate.remediation.holds.model import On, Subject
from watchgate.remediation.holds.room import holds_on
from watchgate.remediation.model import Kind

VALUES = (
    JANE,
    "jane@acme.example",
    "Jane Miller",
    "4111 1111 1111 1111",
    "GB82 WEST 1234 5698 7654 32",
    "jane-notes.txt",
)


@pytest.fixture
async def house(database, tmp_path):  # noqa: F811
    """Jane has a conversation with a file, has written in John's, and is quoted in an event and in a broken line."""
    workplace = Workplace(database)
    await workplace.enrol()
    persons = Persons(Place(database, workplace), tmp_path)
    await persons.settle_in()
    yield persons
    await persons.close()


async def request_of(house, request_id):
    return (await house.place.api("root").get(f"/requests/{request_id}")).json()


async def test_nothing_that_is_kept_names_the_person_any_more(house):
    before = await house.search(VALUES)
    assert all(before.found[value] for value in VALUES), before.found

    request_id = await house.erased(JANE, reason="Jane Miller asked for it; Jane's ticket 17")

    after = await house.search(VALUES)
    assert after.standing == {}
    assert verify_folder(house.data_dir).ok
    assert (await request_of(house, request_id))["note"] is None


async def test_who_is_called_alike_but_is_somebody_else_is_left_alone(house):
    """The other one's id begins with Jane's, and the address ends with it."""
    said = house.workplace.said("m8", "Mail mary-jane@acme.example", conversation="c-2", by="user-jane-2")
    await house.workplace.settle(said)
    await house.workplace.run(
        "UPDATE person SET email = 'mary-jane@acme.example', name = 'Mary-Jane Miller' WHERE user_id = 'user-jane-2'"
    )
    others = await rows_by_table(house.database, "user-jane-2", "c-2", "user-mary", "c-mary")
    assert len(others) > 3

    await house.erased(JANE)

    assert await rows_by_table(house.database, "user-jane-2", "c-2", "user-mary", "c-mary") == others


async def test_in_a_conversation_of_somebody_else_their_own_message_stays_and_the_persons_place(house):
    await house.erased(JANE)

    rows = await house.workplace.run(
        "SELECT message_id, author_id, sealed IS NULL FROM message WHERE conversation_id = 'c-john' ORDER BY 1"
    )
    assert [tuple(row) for row in rows] == [("m3", "user-john", False), ("m4", None, True)]
    (count,) = (
        await house.workplace.run("SELECT finding_count FROM conversation WHERE conversation_id = 'c-john'")
    ).scalars()
    assert count == 1


async def test_sums_over_all_people_are_those_of_who_is_left(house):
    await house.erased(JANE)

    sums = await house.workplace.run(
        "SELECT day, entity, sum(findings) FROM finding_day GROUP BY 1, 2 ORDER BY 1, 2"
    )
    over_all = await house.workplace.run("SELECT day, entity, findings FROM finding_entity_day ORDER BY 1, 2")
    assert [tuple(row) for row in sums] == [tuple(row) for row in over_all] != []


async def test_in_another_workspace_nothing_changes(house):
    await house.workplace.settle(
        house.workplace.said("g1", "Of Jane", conversation="c-g", by=JANE), workspace_id=GLOBEX
    )
    theirs = await rows_by_table(house.database, str(GLOBEX))

    await house.erased(JANE)

    assert await rows_by_table(house.database, str(GLOBEX)) == theirs


async def test_a_name_that_two_people_have_stays_where_it_may_mean_the_other(house):
    await house.workplace.run("UPDATE person SET name = 'Jane Miller' WHERE user_id = 'user-john'")
    other = await house.place.planned(
        reason="Jane Miller or jane@acme.example", targets=[{"kind": "conversation", "id": "c-john"}]
    )

    await house.erased(JANE)

    assert (await request_of(house, other["id"]))["reason"] == "Jane Miller or [erased]"
    names = (await house.workplace.run("SELECT name FROM person WHERE user_id = 'user-john'")).scalars().all()
    assert names == ["Jane Miller"]


async def test_the_request_still_says_why_but_not_who(house):
    request_id = await house.erased(JANE, reason="Jane Miller asked for it, Jane's ticket 17")

    shown = await request_of(house, request_id)

    assert shown["reason"] == "[erased] asked for it, [erased]'s ticket 17"
    assert shown["person_id"].startswith("erased-")


async def test_the_ledger_says_that_somebody_was_erased_and_not_whom(house):
    request_id = await house.erased("jane@acme.example")

    (entry,) = await house.entries("person.erased")

    assert entry["request"] == request_id
    assert entry["is_complete"] is True
    assert len(entry["persons"][0]) == 32
    assert entry["rows"]["people"] == 1


async def test_whoever_asks_sees_how_far_it_is(house):
    request_id = await house.asked_for(JANE)
    waiting = (await request_of(house, request_id))["erasure"]
    await house.carried_out(request_id)
    await house.erasure.turn()

    erased = (await request_of(house, request_id))["erasure"]

    assert (waiting["state"], waiting["rows"]) == ("waiting", {})
    assert erased["state"] == "erased"
    assert (
        erased["rows"].items() >= {"people": 1, "events": 4, "events_quoting": 2, "broken_lines": 1}.items()
    )
    other = await house.place.planned(targets=[{"kind": "conversation", "id": "c-john"}])
    assert other["erasure"] is None


async def test_who_left_no_object_is_erased_as_well(house):
    await house.workplace.settle(house.workplace.happened("Looked around", by="user-guest"))

    await house.erased("user-guest")

    assert (await house.search(["user-guest"])).standing == {}


async def test_a_log_that_another_process_writes_is_waited_for(house):
    request_id = await house.asked_for(JANE, reason="Jane asked for it")
    await house.carried_out(request_id)
    await house.relay.drain()

    assert await house.erasure.turn() == 0
    assert await house.entries("person.erased") == []

    house.ledger.carry_out_orders()
    house.place.now += timedelta(minutes=1)
    assert await house.erasure.turn() == 1


@pytest.mark.parametrize("state", ["held", "failed", "cancelled"])
async def test_while_an_object_stays_everything_else_stays_too(house, state):
    before = await rows_by_table(house.database, JANE)
    request_id = await house.asked_for(JANE)
    await house.workplace.run(
        "UPDATE remediation_object SET state = :s WHERE request_id = :id", s=state, id=request_id
    )
    await house.workplace.run(
        "UPDATE remediation_request SET state = 'verified' WHERE id = :id", id=request_id
    )

    assert await house.erasure.turn() == 0
    assert await house.erasure.turn() == 0

    after = await rows_by_table(house.database, JANE)
    assert {table: after[table] for table in before} == before
    assert f"2 {state}" in (await request_of(house, request_id))["note"]
    await house.relay.drain()
    assert len(await house.entries("person.not_erased")) == 1


async def test_what_openai_still_shows_is_not_called_gone(house):
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id, state="not_verifiable")
    await house.workplace.run(
        'UPDATE remediation_object SET verification = \'{"re_read": {"presence": "there"}}\' WHERE kind = \'file\''
    )

    assert await house.erasure.turn() == 0

    assert "still shows 1 objects" in (await request_of(house, request_id))["note"]


async def test_as_long_as_proofs_are_waited_for_nothing_of_them_is_erased(house):
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id)
    await house.workplace.run("UPDATE remediation_object SET due_at = now() WHERE number = 1")
    assert await house.erasure.turn() == 0
    assert (await rows_by_table(house.database, JANE))["person"]

    await house.workplace.run("UPDATE remediation_object SET due_at = NULL")

    assert await house.erasure.turn() == 1


async def test_a_hold_on_the_person_keeps_what_is_known_of_them(house):
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id)
    house.place.holds.kept = {f"of-{JANE}": "hld_1"}

    assert await house.erasure.turn() == 0

    assert "hld_1" in (await request_of(house, request_id))["note"]
    assert (await rows_by_table(house.database, JANE))["person"]


async def test_a_hold_that_is_placed_on_the_way_stops_it_where_it_is(house):
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id)
    with suppress(ConnectionError):
        await house.erasure_on(Breaking(house.database, 6)).turn()
    house.place.holds.kept = {f"of-{JANE}": "hld_1"}
    house.place.now += timedelta(hours=1)

    assert await house.erasure.turn() == 0

    assert (await rows_by_table(house.database, JANE))["person"]
    assert (await request_of(house, request_id))["erasure"]["state"] == "stopped"
    (words,) = (await house.workplace.run("SELECT words_sealed FROM person_erasure")).scalars()
    assert words is None


@pytest.fixture
def holds(house):
    """The real ones."""
    made = holds_on(house.database, house.workplace.keyring, lambda: house.place.now)
    house.place.holds = made
    house.erasure = house.erasure_on(house.database)
    return made


@pytest.mark.parametrize(
    "subject",
    [
        Subject(On.PERSON, Content(JANE)),
        Subject(On.PERSON, Content("Jane@acme.example")),
        Subject(On.CONVERSATION, Content("c-john")),
        Subject(On.QUERY, None, {"entity": "CREDIT_CARD"}),
    ],
    ids=["id", "address", "conversation of somebody else", "query"],
)
async def test_a_legal_hold_keeps_all_of_it_until_it_is_released(house, holds, subject):
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id)
    hold = await holds.place(
        CALLERS["root"], ACME, subject, Content("Jane Miller v. Acme"), Content("Case Miller")
    )
    assert await house.erasure.turn() == 0
    assert hold.id in (await request_of(house, request_id))["note"]
    assert (await rows_by_table(house.database, JANE))["person"]

    await holds.release(CALLERS["root"], hold.id, Content("Jane Miller has withdrawn"))
    await house.erased(JANE)

    assert (await house.search(VALUES)).standing == {}


async def test_what_came_after_the_plan_is_said_and_nothing_more_erased(house):
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id)
    await house.workplace.settle(house.workplace.said("m9", "I am still here", conversation="c-new", by=JANE))

    assert await house.erasure.turn() == 0

    assert "after the plan" in (await request_of(house, request_id))["note"]


async def test_what_openai_could_not_be_asked_for_is_said_and_is_never_called_complete(house):
    house.lists.refused = {Kind.MEMORY}
    request_id = await house.asked_for(JANE)
    plan = (await request_of(house, request_id))["plan"]
    assert plan["person"]["not_looked"]["memory"] == "Refused (403). Ask for the scope."
    assert plan["warnings"][0].startswith("NOT COMPLETE")

    await house.carried_out(request_id)
    await house.erasure.turn()
    await house.relay.drain()

    (entry,) = await house.entries("person.erased")
    assert (entry["is_complete"], entry["not_looked"]) == (False, ["memory"])
    assert (await request_of(house, request_id))["note"].startswith("NOT COMPLETE")


async def test_everything_that_openai_lists_is_part_of_the_plan(house):
    house.lists.made = {(JANE, Kind.MEMORY): ["mem-1"], (JANE, Kind.CANVAS): ["canvas-1", "canvas-2"]}

    request_id = await house.asked_for(JANE)

    by_kind = (await request_of(house, request_id))["plan"]["by_kind"]
    assert by_kind == {"conversation": 1, "file": 1, "memory": 1, "canvas": 2}
    rows = await house.workplace.run(
        "SELECT owner_id, parent_id FROM remediation_object WHERE kind = 'memory'"
    )
    assert [tuple(row) for row in rows] == [(JANE, "ctx-1")]


async def test_texts_of_others_that_name_the_person_are_told_of_and_stay(house):
    words = "Ask Jane Miller, jane@acme.example, about it"
    by_john = house.workplace.said("m7", words, conversation="c-john", minutes=9, by="user-john")
    await house.workplace.settle(by_john)

    request_id = await house.erased(JANE)

    warnings = (await request_of(house, request_id))["plan"]["warnings"]
    assert any("in 1 of their messages" in said for said in warnings)
    assert list((await house.search(["jane@acme.example"])).standing) == [
        "public.message_202611.sealed (sealed)"
    ]


async def test_to_redact_everything_of_a_person_erases_nobody(house):
    house.lists.made = {(JANE, Kind.MEMORY): ["mem-1"]}
    request_id = await house.asked_for(JANE, action="redact")
    await house.workplace.run(
        "UPDATE remediation_request SET state = 'verified' WHERE id = :id", id=request_id
    )

    assert await house.erasure.turn() == 0

    assert (await rows_by_table(house.database, JANE))["person"]
    assert any(
        "cannot be redacted" in said for said in (await request_of(house, request_id))["plan"]["warnings"]
    )


class Breaking:
    """A database whose connection is lost at the *nth* transaction that writes."""

    def __init__(self, inner, nth):
        self._inner, self._left = inner, nth
        self.read = inner.read

    def begin(self):
        self._left -= 1
        if self._left == 0:
            raise ConnectionError
        return self._inner.begin()


async def test_wherever_it_is_interrupted_it_goes_on_and_ends_the_same(house):
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id)
    interrupted = 0
    for nth in range(1, 300):
        broken = house.erasure_on(Breaking(house.database, nth))
        house.place.now += timedelta(hours=1)
        try:
            if await broken.turn():
                break
        except ConnectionError:
            interrupted += 1
    assert interrupted > 10

    assert (await house.search(VALUES)).standing == {}
    assert len(await house.entries_waiting("person.erased")) == 1


async def test_one_that_cannot_go_on_holds_up_no_other(house):
    stuck = await house.asked_for("user-mary")
    await house.carried_out(stuck)
    with suppress(ConnectionError):
        await house.erasure_on(Breaking(house.database, 5)).turn()
    await house.workplace.run(
        "UPDATE person_erasure SET words_sealed = '\\x00'"
    )  # as if the disk had changed it
    house.place.now += timedelta(hours=1)
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id)

    assert await house.erasure.turn() == 1

    assert (await request_of(house, request_id))["erasure"]["state"] == "erased"
    assert (await request_of(house, stuck))["erasure"]["state"] == "erasing"


async def test_two_workers_at_once_erase_once(house):
    request_id = await house.asked_for(JANE)
    await house.carried_out(request_id)

    turns = await asyncio.gather(*(house.erasure_on(house.database).turn() for _ in range(3)))

    assert sum(turns) == 1
    assert len(await house.entries_waiting("person.erased")) == 1
    assert str(ACME) in str(await house.entries_waiting("person.erased"))
