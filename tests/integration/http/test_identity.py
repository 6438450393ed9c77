"""API tokens in a real database: made once, recognised while valid, and never stored as they are."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from watchgate.http.permissions import Permission
from watchgate.identity.roles import Role
from watchgate.identity.tokens.model import UnknownToken
from watchgate.identity.tokens.service import Tokens
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError


class Clock:
    def __init__(self):
        self.now = utc_now()

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tokens(database, clock):
    return Tokens(database, clock)


async def test_a_token_is_recognised_with_its_role(tokens):
    token, secret = await tokens.create("dashboards", Role.VIEWER, timedelta(days=1))

    caller = await tokens.authenticate(secret)

    assert (caller.id, caller.name, caller.role) == (token.id, "dashboards", "viewer")
    assert caller.permissions == {Permission.READ}


@pytest.mark.parametrize("secret", ["", "wg_", "x" * 200, "wg_ünïcode", "\udcff"])
async def test_what_is_no_token_is_nobody(tokens, secret):
    await tokens.create("a", Role.ADMIN, None)

    assert await tokens.authenticate(secret) is None


async def test_a_token_ends_when_it_expires(tokens, clock):
    _, secret = await tokens.create("short", Role.VIEWER, timedelta(days=1))
    clock.now += timedelta(days=1) - timedelta(seconds=1)
    assert await tokens.authenticate(secret)

    clock.now += timedelta(seconds=1)

    assert await tokens.authenticate(secret) is None


async def test_a_token_ends_when_it_is_revoked_and_stays_so(tokens, clock):
    token, secret = await tokens.create("leaked", Role.ADMIN, None)
    first = await tokens.revoke(token.id)
    clock.now += timedelta(days=1)

    assert (await tokens.revoke(token.id)).revoked_at == first.revoked_at
    assert await tokens.authenticate(secret) is None


async def test_revoking_an_unknown_token_says_so(tokens):
    with pytest.raises(UnknownToken, match="tokens list"):
        await tokens.revoke("tok_nothing")


async def test_the_database_does_not_hold_the_token(tokens, database):
    _, secret = await tokens.create("a", Role.ADMIN, None)

    async with database.read() as tx:
        rows = (await tx.execute(text("SELECT * FROM api_token"))).all()

    assert len(rows) == 1
    assert secret not in repr(rows)
    assert secret.encode().hex() not in repr([bytes(row.token_hash).hex() for row in rows])


async def test_making_and_revoking_a_token_is_in_the_ledger(tokens, database):
    token, _ = await tokens.create("a", Role.AUDITOR, None)
    await tokens.revoke(token.id)
    await tokens.revoke(token.id)

    async with database.read() as tx:
        rows = (await tx.execute(text("SELECT type, fields FROM ledger_outbox ORDER BY id"))).all()

    assert [(row.type, row.fields) for row in rows] == [
        ("token.created", {"token": token.id, "role": "auditor"}),
        ("token.revoked", {"token": token.id}),
    ]


async def test_use_is_noted_at_most_once_a_minute(tokens, clock):
    _, secret = await tokens.create("a", Role.VIEWER, None)
    await tokens.authenticate(secret)
    first = clock.now
    clock.now += timedelta(seconds=59)
    await tokens.authenticate(secret)
    assert (await tokens.all())[0].last_used_at == first

    clock.now += timedelta(seconds=1)
    await tokens.authenticate(secret)

    assert (await tokens.all())[0].last_used_at == clock.now


@pytest.mark.parametrize("name", ["", " ", "a\0", "x" * 101])
async def test_a_name_that_will_not_do_is_refused(tokens, name):
    with pytest.raises(UserError):
        await tokens.create(name, Role.VIEWER, None)


def test_no_role_reveals_and_nobody_but_admin_manages():
    having = {
        permission: {role for role in Role if permission in role.permissions} for permission in Permission
    }

    assert having[Permission.REVEAL] == having[Permission.EMERGENCY] == set()
    assert having[Permission.APPROVE] == {Role.APPROVER, Role.ADMIN}
    assert having[Permission.REQUEST] == {Role.ANALYST, Role.ADMIN}
    assert having[Permission.MANAGE] == {Role.ADMIN}
    assert having[Permission.READ] == set(Role)
