"""Accounts in a real database: whose password it is, and who is the last that may go."""

import asyncio
from statistics import median
from time import perf_counter

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from watchgate.http.permissions import Permission
from watchgate.identity.people.changes import Changes
from watchgate.identity.people.model import LastAdmin, OwnRights, UnknownPerson
from watchgate.identity.people.rules import AT_THE_MACHINE, Actor
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.kernel.clock import utc_now
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError

PASSWORD = Content("a sentence nobody says")
WRONG = Content("a sentence nobody said")


@pytest.fixture
def people(database):
    return People(database, utc_now)


async def admin(people, name):
    return await people.create(f"{name}@example.com", name, Role.ADMIN, password=PASSWORD)


async def hash_of(database, person):
    async with database.read() as tx:
        found = await tx.execute(text("SELECT password_hash FROM account WHERE id = :id"), {"id": person.id})
        return found.scalar_one()


async def test_the_right_password_is_recognised_however_the_e_mail_is_written(people):
    ada = await people.create("Ada@Example.com", "Ada", Role.VIEWER, password=PASSWORD)

    known = await people.verify(" aDA@example.COM ", PASSWORD)

    assert known.id == ada.id
    assert known.last_signed_in_at is not None
    assert (await people.get(ada.id)).last_signed_in_at == known.last_signed_in_at


async def test_nobody_else_is(people):
    ada = await people.create("ada@example.com", "Ada", Role.VIEWER, password=PASSWORD)
    await people.create("invited@example.com", "Invited", Role.VIEWER)
    await people.disable(ada.id, by=AT_THE_MACHINE)

    assert await people.verify("ada@example.com", PASSWORD) is None
    assert await people.verify("invited@example.com", Content("")) is None
    assert await people.verify("nobody@example.com", PASSWORD) is None


async def test_an_unknown_e_mail_takes_as_long_as_a_wrong_password(people):
    await people.create("ada@example.com", "Ada", Role.VIEWER, password=PASSWORD)
    await people.verify("ada@example.com", WRONG)

    async def takes(email):
        times = []
        for _ in range(5):
            began = perf_counter()
            await people.verify(email, WRONG)
            times.append(perf_counter() - began)
        return median(times)

    wrong, unknown = await takes("ada@example.com"), await takes("nobody@example.com")

    assert 1 / 3 < unknown / wrong < 3


async def test_a_hash_of_weaker_parameters_is_replaced_at_the_next_sign_in(people, database):
    ada = await people.create("ada@example.com", "Ada", Role.VIEWER, password=PASSWORD)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD.reveal())
    async with database.begin() as tx:
        await tx.execute(text("UPDATE account SET password_hash = :hash"), {"hash": weak})

    await people.verify("ada@example.com", WRONG)
    assert await hash_of(database, ada) == weak
    await people.verify("ada@example.com", PASSWORD)

    assert "m=65536" in await hash_of(database, ada)
    assert await people.verify("ada@example.com", PASSWORD)


async def test_other_work_goes_on_while_passwords_are_compared(people):
    await people.create("ada@example.com", "Ada", Role.VIEWER, password=PASSWORD)
    comparing = [asyncio.create_task(people.verify("ada@example.com", WRONG)) for _ in range(6)]
    longest, last = 0.0, perf_counter()

    while not all(task.done() for task in comparing):
        await asyncio.sleep(0.001)
        longest, last = max(longest, perf_counter() - last), perf_counter()

    assert longest < 1


async def test_of_the_last_two_administrators_one_goes_even_at_once(people):
    left = None
    for number in range(5):
        one, other = await admin(people, f"one{number}"), await admin(people, f"other{number}")
        if left is not None:
            await people.remove(left, by=AT_THE_MACHINE)

        ended = await asyncio.gather(
            people.disable(one.id, by=AT_THE_MACHINE),
            people.change(other.id, Changes(role=Role.VIEWER), by=AT_THE_MACHINE),
            return_exceptions=True,
        )

        assert sorted(isinstance(one, LastAdmin) for one in ended) == [False, True]
        assert await people.has_active_admin()
        left = one.id if isinstance(ended[0], LastAdmin) else other.id


async def test_an_administrator_without_password_or_with_limits_is_not_the_one_who_is_left(people):
    root = await admin(people, "root")
    await people.create("invited@example.com", "Invited", Role.ADMIN)
    await people.create("limited@example.com", "L", Role.ADMIN, password=PASSWORD, workspaces=frozenset())

    for ending in (people.disable(root.id, by=AT_THE_MACHINE), people.remove(root.id, by=AT_THE_MACHINE)):
        with pytest.raises(LastAdmin):
            await ending
    with pytest.raises(LastAdmin):
        await people.change(root.id, Changes(workspaces=frozenset()), by=AT_THE_MACHINE)


async def test_nobody_widens_himself_by_a_token_either(people):
    root, _ = await admin(people, "root"), await admin(people, "other")

    with pytest.raises(OwnRights):
        await people.change(
            root.id,
            Changes(grants=frozenset({Permission.EMERGENCY})),
            by=Actor(root.id, Role.ADMIN.permissions),
        )


async def test_a_change_of_nothing_is_no_entry(people, database):
    root = await admin(people, "root")

    await people.change(root.id, Changes(name="root", role=Role.ADMIN), by=Actor(root.id))

    async with database.read() as tx:
        entries = (await tx.execute(text("SELECT type FROM ledger_outbox"))).scalars().all()
    assert entries == ["person.created"]


@pytest.mark.parametrize("email", ["", "ada", "@example.com", "ada@", "a da@example.com", "a\0@example.com"])
async def test_what_is_no_e_mail_is_refused(people, email):
    with pytest.raises(UserError):
        await people.create(email, "Ada", Role.VIEWER)


async def test_whom_there_is_not_nothing_happens_to(people):
    for happening in (
        people.get("usr_nobody"),
        people.change("usr_nobody", Changes(name="x"), by=AT_THE_MACHINE),
        people.disable("usr_nobody", by=AT_THE_MACHINE),
        people.remove("usr_nobody", by=AT_THE_MACHINE),
        people.set_password("usr_nobody", PASSWORD),
    ):
        with pytest.raises(UnknownPerson):
            await happening
