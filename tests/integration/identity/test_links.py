"""One-time links: who gets in by them, once, and for how long."""

import asyncio

import pytest
from sqlalchemy import text

from integration.identity.test_sessions import PASSWORD, Clock
from watchgate.identity.links.service import INVITATION_LIFE, LIFE, AlreadySetUp, LinkInvalid, Links
from watchgate.identity.people.rules import Actor
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.storage.database import Database

EMAIL = "ada@example.com"
ROOT = Actor("usr_root")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def people(database, clock):
    return People(database, clock)


@pytest.fixture
def links(database, people, clock):
    return Links(database, people, clock)


async def test_the_first_administrator_comes_in_by_the_link(links, people):
    secret = await links.first_set_up()

    ada = await links.set_up(secret, EMAIL, "Ada", PASSWORD)

    assert ada.role is Role.ADMIN
    assert await people.verify(EMAIL, PASSWORD) == await people.get(ada.id)


async def test_a_link_works_once(links):
    secret = await links.first_set_up()
    await links.set_up(secret, EMAIL, "Ada", PASSWORD)

    with pytest.raises(LinkInvalid):
        await links.set_up(secret, "bob@example.com", "Bob", PASSWORD)


async def test_of_two_at_the_same_moment_one_is_the_administrator(links, people):
    secrets = [await links.first_set_up() for _ in range(2)]

    done = await asyncio.gather(
        *(
            links.set_up(secret, f"{name}@example.com", name, PASSWORD)
            for secret, name in zip(secrets, ["ada", "bob"], strict=True)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(one, AlreadySetUp | LinkInvalid) for one in done) == 1


@pytest.mark.parametrize("is_invitation", [True, False], ids=["invitation", "set-up"])
async def test_many_at_once_with_one_link_do_not_use_up_the_connections(
    postgres_url, people, clock, is_invitation
):
    few = Database(postgres_url, pool_size=3)
    links = Links(few, People(few, clock), clock)
    bob = await people.create("bob@example.com", "Bob", Role.VIEWER)
    secret = await links.invite(bob.id, by=ROOT) if is_invitation else await links.first_set_up()

    def follow():
        return links.accept(secret, PASSWORD) if is_invitation else links.set_up(secret, EMAIL, "A", PASSWORD)

    async with asyncio.timeout(20):
        done = await asyncio.gather(*(follow() for _ in range(12)), return_exceptions=True)
    await few.close()

    assert [type(one).__name__ for one in done].count("Person") == 1
    assert [isinstance(one, LinkInvalid) for one in done].count(True) == 11


async def test_who_came_by_a_link_has_signed_in(links, people, clock):
    ada = await links.set_up(await links.first_set_up(), EMAIL, "Ada", PASSWORD)
    bob = await people.create("bob@example.com", "Bob", Role.VIEWER)
    await links.accept(await links.invite(bob.id, by=ROOT), PASSWORD)

    assert [(await people.get(one.id)).last_signed_in_at for one in (ada, bob)] == [clock.now] * 2


async def test_a_link_ends_after_a_day(links, clock):
    secret = await links.first_set_up()
    clock.now += LIFE

    with pytest.raises(LinkInvalid, match="setup-link"):
        await links.set_up(secret, EMAIL, "Ada", PASSWORD)


async def test_a_password_that_will_not_do_leaves_the_link_as_it_was(links):
    secret = await links.first_set_up()
    with pytest.raises(UserError):
        await links.set_up(secret, EMAIL, "Ada", Content("short"))

    assert await links.set_up(secret, EMAIL, "Ada", PASSWORD)


async def test_where_there_is_an_administrator_nobody_sets_up(links, people):
    secret = await links.first_set_up()
    await people.create(EMAIL, "Ada", Role.ADMIN, password=PASSWORD)

    assert await links.first_set_up() is None
    with pytest.raises(AlreadySetUp):
        await links.set_up_again()
    with pytest.raises(AlreadySetUp):
        await links.set_up(secret, "bob@example.com", "Bob", PASSWORD)


async def test_who_was_invited_sets_a_password(links, people):
    bob = await people.create("bob@example.com", "Bob", Role.VIEWER)
    secret = await links.invite(bob.id, by=ROOT)

    await links.accept(secret, PASSWORD)

    assert (await people.verify("bob@example.com", PASSWORD)).id == bob.id
    with pytest.raises(LinkInvalid):
        await links.accept(secret, PASSWORD)


async def test_only_the_newest_invitation_works_and_not_for_ever(links, people, clock):
    bob = await people.create("bob@example.com", "Bob", Role.VIEWER)
    older = await links.invite(bob.id, by=ROOT)
    newer = await links.invite(bob.id, by=ROOT)
    with pytest.raises(LinkInvalid):
        await links.accept(older, PASSWORD)
    clock.now += INVITATION_LIFE

    with pytest.raises(LinkInvalid, match="administrator"):
        await links.accept(newer, PASSWORD)


async def test_an_invitation_sets_nothing_up_and_a_set_up_link_is_no_invitation(links, people):
    bob = await people.create("bob@example.com", "Bob", Role.VIEWER)
    with pytest.raises(LinkInvalid):
        await links.set_up(await links.invite(bob.id, by=ROOT), EMAIL, "Ada", PASSWORD)
    with pytest.raises(LinkInvalid):
        await links.accept(await links.first_set_up(), PASSWORD)


async def test_the_database_and_the_ledger_hold_no_secret(links, database):
    secret = await links.first_set_up()

    async with database.read() as tx:
        stored = repr((await tx.execute(text("SELECT * FROM one_time_link"))).all())
        entries = (await tx.execute(text("SELECT type, fields, payload FROM ledger_outbox"))).all()

    assert secret not in stored
    assert [(row.type, row.fields, row.payload) for row in entries] == [
        ("link.made", {"for": "setup", "by": "command line"}, None)
    ]
