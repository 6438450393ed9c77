"""Sessions in a real database: who is recognised, for how long, and what ends it."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from watchgate.identity.people.changes import Changes
from watchgate.identity.people.rules import AT_THE_MACHINE
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.identity.sessions import attempts, throttling
from watchgate.identity.sessions.attempts import TooManyAttempts
from watchgate.identity.sessions.model import EndedBy, Limits, Method, SignInRefused, UnknownSession, Visitor
from watchgate.identity.sessions.service import Sessions
from watchgate.kernel.clock import utc_now
from watchgate.kernel.content import Content

PASSWORD = Content("a sentence nobody says")
WRONG = Content("another sentence said")
DESK = Visitor("198.51.100.7", "a browser")
CAFE = Visitor("203.0.113.9", "another browser")
EMAIL = "ada@example.com"


class Clock:
    def __init__(self):
        self.now = utc_now()

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def people(database, clock):
    return People(database, clock)


@pytest.fixture
def sessions(database, people, clock):
    return Sessions(database, people, clock, Limits())


@pytest.fixture
async def ada(people):
    return await people.create(EMAIL, "Ada", Role.ANALYST, password=PASSWORD)


async def entries(database, kind):
    async with database.read() as tx:
        rows = await tx.execute(
            text("SELECT fields, payload FROM ledger_outbox WHERE type = :kind ORDER BY id"), {"kind": kind}
        )
        return list(rows)


async def test_who_signs_in_is_recognised_with_his_rights(sessions, ada):
    opened = await sessions.sign_in("ADA@example.com", PASSWORD, DESK)

    signed_in = await sessions.recognise(opened.secret)

    assert signed_in.caller == ada.as_caller()
    assert signed_in.csrf_token == opened.csrf_token
    assert signed_in.csrf_token != opened.secret


@pytest.mark.parametrize("secret", ["", "x" * 43, "\udcff"])
async def test_what_is_no_secret_is_nobody(sessions, ada, secret):
    await sessions.sign_in(EMAIL, PASSWORD, DESK)

    assert await sessions.recognise(secret) is None


async def test_unknown_disabled_and_wrong_are_told_the_same(sessions, people, ada):
    bob = await people.create("bob@example.com", "Bob", Role.VIEWER, password=PASSWORD)
    await people.disable(bob.id, by=AT_THE_MACHINE)

    said = set()
    for email, password in ((EMAIL, WRONG), ("bob@example.com", PASSWORD), ("nobody@example.com", PASSWORD)):
        with pytest.raises(SignInRefused) as refused:
            await sessions.sign_in(email, password, DESK)
        said.add(str(refused.value))

    assert len(said) == 1


async def test_a_session_that_is_not_used_ends(sessions, ada, clock):
    opened = await sessions.sign_in(EMAIL, PASSWORD, DESK)
    for _ in range(3):
        clock.now += timedelta(minutes=29)
        assert await sessions.recognise(opened.secret)

    clock.now += timedelta(minutes=30)

    assert await sessions.recognise(opened.secret) is None
    assert await sessions.of_person(ada.id) == []


async def test_no_session_lasts_longer_than_half_a_day(sessions, ada, clock):
    opened = await sessions.sign_in(EMAIL, PASSWORD, DESK)
    for _ in range(12 * 3 - 1):
        clock.now += timedelta(minutes=20)
        assert await sessions.recognise(opened.secret)

    clock.now += timedelta(minutes=20)

    assert await sessions.recognise(opened.secret) is None


async def test_use_is_noted_at_most_once_a_minute(sessions, ada, clock):
    opened = await sessions.sign_in(EMAIL, PASSWORD, DESK)
    began = clock.now
    clock.now += timedelta(seconds=59)
    await sessions.recognise(opened.secret)
    assert (await sessions.get(opened.session.id)).seen_at == began

    clock.now += timedelta(seconds=1)
    await sessions.recognise(opened.secret)

    assert (await sessions.get(opened.session.id)).seen_at == clock.now


async def test_disabling_a_person_ends_his_sessions(sessions, people, ada):
    opened = await sessions.sign_in(EMAIL, PASSWORD, DESK)

    await people.disable(ada.id, by=AT_THE_MACHINE)

    assert await sessions.recognise(opened.secret) is None
    await people.enable(ada.id, by=AT_THE_MACHINE)
    assert await sessions.recognise(opened.secret) is None


async def test_another_role_ends_the_sessions(sessions, people, ada, database):
    opened = await sessions.sign_in(EMAIL, PASSWORD, DESK)

    await people.change(ada.id, Changes(role=Role.VIEWER), by=AT_THE_MACHINE)

    assert await sessions.recognise(opened.secret) is None
    assert [row.fields["reason"] for row in await entries(database, "session.ended")] == ["rights"]


async def test_a_new_password_ends_all_sessions_and_begins_another(sessions, ada):
    before = [await sessions.sign_in(EMAIL, PASSWORD, where) for where in (DESK, CAFE)]

    opened = await sessions.change_password(ada.id, PASSWORD, Content("a new sentence it is"), DESK)

    assert [await sessions.recognise(one.secret) for one in before] == [None, None]
    assert await sessions.recognise(opened.secret)
    with pytest.raises(SignInRefused):
        await sessions.sign_in(EMAIL, PASSWORD, DESK)


async def test_a_password_set_by_an_administrator_ends_all_sessions(sessions, people, ada, clock):
    opened = await sessions.sign_in(EMAIL, PASSWORD, DESK)
    clock.now += timedelta(seconds=1)

    await people.set_password(ada.id, Content("a new sentence it is"))

    assert await sessions.recognise(opened.secret) is None


async def test_the_old_password_has_to_be_right(sessions, ada):
    opened = await sessions.sign_in(EMAIL, PASSWORD, DESK)

    with pytest.raises(SignInRefused, match="old password"):
        await sessions.change_password(ada.id, WRONG, Content("a new sentence it is"), DESK)

    assert await sessions.recognise(opened.secret)


async def test_sessions_are_listed_and_ended_one_by_one(sessions, ada, clock):
    desk = await sessions.sign_in(EMAIL, PASSWORD, DESK)
    clock.now += timedelta(minutes=1)
    cafe = await sessions.sign_in(EMAIL, PASSWORD, CAFE)
    assert [one.visitor for one in await sessions.of_person(ada.id)] == [CAFE, DESK]

    await sessions.end(desk.session.id, EndedBy.SIGN_OUT, by=ada.id)

    assert await sessions.recognise(desk.secret) is None
    assert await sessions.recognise(cafe.secret)
    with pytest.raises(UnknownSession):
        await sessions.end(desk.session.id, EndedBy.SIGN_OUT, by=ada.id)


async def test_the_database_holds_no_secret(sessions, ada, database):
    opened = await sessions.sign_in(EMAIL, PASSWORD, DESK)

    async with database.read() as tx:
        rows = repr((await tx.execute(text("SELECT * FROM person_session"))).all())
        attempted = repr((await tx.execute(text("SELECT * FROM sign_in_attempts"))).all())

    assert opened.secret not in rows
    assert opened.csrf_token not in rows
    assert opened.secret not in repr(opened)
    assert DESK.address not in attempted


async def test_beginning_and_ending_are_in_the_ledger_without_names(sessions, ada, database):
    opened = await sessions.begin(ada, Method.OIDC, DESK)
    await sessions.end(opened.session.id, EndedBy.ADMIN, by="usr_admin")

    begun, ended = await entries(database, "session.begun"), await entries(database, "session.ended")

    assert begun[0].fields == {"session": opened.session.id, "person": ada.id, "method": "oidc"}
    assert begun[0].payload == {"address": DESK.address, "browser": DESK.browser}
    assert ended[0].fields == {
        "session": opened.session.id,
        "person": ada.id,
        "reason": "admin",
        "by": "usr_admin",
    }


async def test_sessions_that_are_over_go_when_somebody_signs_in(sessions, ada, clock, database):
    await sessions.sign_in(EMAIL, PASSWORD, DESK)
    clock.now += timedelta(hours=1)

    await sessions.sign_in(EMAIL, PASSWORD, CAFE)

    async with database.read() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM person_session"))).scalar_one() == 1


async def fail(sessions, email=EMAIL, visitor=DESK):
    with pytest.raises(SignInRefused):
        await sessions.sign_in(email, WRONG, visitor)


async def test_after_some_attempts_even_the_right_password_has_to_wait(sessions, ada, clock):
    for _ in range(5):
        await fail(sessions)

    with pytest.raises(TooManyAttempts) as wait:
        await sessions.sign_in(EMAIL, PASSWORD, CAFE)
    clock.now += timedelta(seconds=wait.value.wait_s)

    assert await sessions.sign_in(EMAIL, PASSWORD, CAFE)


async def test_an_account_that_has_to_wait_cannot_be_told_from_one_that_is_not_there(sessions, ada):
    for _ in range(5):
        await fail(sessions)
        await fail(sessions, "nobody@example.com", CAFE)

    said = set()
    for email in (EMAIL, "nobody@example.com"):
        with pytest.raises(TooManyAttempts) as wait:
            await sessions.sign_in(email, PASSWORD, DESK)
        said.add(str(wait.value))

    assert said == {"Too many attempts to sign in. Try again in 1 s."}


async def attempt(database, clock, email, visitor=DESK):
    """What counts, without the time that a password takes."""
    subjects = [throttling.account(email), throttling.address(visitor.address)]
    await attempts.count(database, subjects, clock())


async def test_an_address_that_tries_many_accounts_has_to_wait(sessions, ada, database, clock):
    for number in range(20):
        await attempt(database, clock, f"nobody{number}@example.com")

    with pytest.raises(TooManyAttempts):
        await sessions.sign_in(EMAIL, PASSWORD, DESK)
    assert await sessions.sign_in(EMAIL, PASSWORD, CAFE)


async def test_success_makes_the_account_free_again(sessions, ada):
    for _ in range(2):
        for _ in range(4):
            await fail(sessions)
        assert await sessions.sign_in(EMAIL, PASSWORD, DESK)


async def test_attempts_are_forgotten_after_an_hour(sessions, ada, clock):
    for _ in range(5):
        await fail(sessions)
    clock.now += timedelta(hours=1)
    await fail(sessions)

    assert await sessions.sign_in(EMAIL, PASSWORD, DESK)


async def test_attempts_at_the_same_moment_are_all_counted(sessions, ada):
    import asyncio

    tried = await asyncio.gather(
        *(sessions.sign_in(EMAIL, WRONG, DESK) for _ in range(12)), return_exceptions=True
    )

    assert sum(isinstance(one, SignInRefused) for one in tried) == 5
    assert sum(isinstance(one, TooManyAttempts) for one in tried) == 7


async def test_being_throttled_is_in_the_ledger_once(database, clock):
    for _ in range(5):
        await attempt(database, clock, EMAIL)
    for _ in range(3):
        with pytest.raises(TooManyAttempts):
            await attempt(database, clock, EMAIL)

    found = await entries(database, "sign_in.throttled")

    assert [row.fields for row in found] == [{"of": "account", "attempts": 5}]


async def test_counts_go_when_they_are_forgotten_and_there_are_never_too_many(clock, database, monkeypatch):
    monkeypatch.setattr(attempts, "MOST_ROWS", 3)
    for number in range(5):
        await attempt(database, clock, f"nobody{number}@example.com")

    async def rows():
        async with database.read() as tx:
            return (await tx.execute(text("SELECT count(*) FROM sign_in_attempts"))).scalar_one()

    assert await rows() <= 3
    clock.now += timedelta(hours=2)
    await attempt(database, clock, EMAIL)
    assert await rows() == 2  # the account and the address of this attempt


async def test_an_unknown_account_takes_as_long_as_a_wrong_password(sessions, people, ada):
    """The quickest of some: what else the machine does only makes it slower."""
    bob = await people.create("bob@example.com", "Bob", Role.VIEWER, password=PASSWORD)
    await people.disable(bob.id, by=AT_THE_MACHINE)

    async def seconds(email, password):
        began = time.perf_counter()
        assert await people.verify(email, password) is None
        return time.perf_counter() - began

    tried = {
        "wrong": (EMAIL, WRONG),
        "unknown": ("no@example.com", WRONG),
        "off": ("bob@example.com", PASSWORD),
    }
    quickest = dict.fromkeys(tried, 9.0)
    for _ in range(4):
        for name, (email, password) in tried.items():
            quickest[name] = min(quickest[name], await seconds(email, password))

    assert max(quickest.values()) < 2 * min(quickest.values()), quickest
