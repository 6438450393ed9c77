"""Tokens of people: less than their owner may, never more, and nothing once he is gone."""

from uuid import UUID

import pytest

from integration.identity.test_sessions import PASSWORD
from watchgate.http.permissions import Permission
from watchgate.identity.people.changes import Changes
from watchgate.identity.people.model import UnknownPerson
from watchgate.identity.people.rules import AT_THE_MACHINE
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.identity.tokens.model import Scope
from watchgate.identity.tokens.service import Tokens
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError

ACME, GLOBEX = UUID(int=1), UUID(int=2)
READ, REVEAL = Permission.READ, Permission.REVEAL


@pytest.fixture
def people(database):
    return People(database, utc_now)


@pytest.fixture
def tokens(database):
    return Tokens(database, utc_now)


async def ann(people, role=Role.ANALYST, **more):
    return await people.create("ann@example.com", "Ann", role, password=PASSWORD, **more)


async def test_a_persons_token_may_what_he_may(people, tokens):
    person = await ann(people)
    _, secret = await tokens.create("hers", Role.ANALYST, None, owner=person.id)

    caller = await tokens.authenticate(secret)

    assert caller.permissions == Role.ANALYST.permissions
    assert (caller.person_id, caller.principal) == (person.id, person.id)


async def test_a_token_may_less(people, tokens):
    person = await ann(people)
    scope = Scope(Role.ANALYST, frozenset({READ}), frozenset({ACME}))

    _, secret = await tokens.create("dashboards", scope, None, owner=person.id)

    caller = await tokens.authenticate(secret)
    assert (caller.permissions, caller.workspaces) == ({READ}, {ACME})


@pytest.mark.parametrize(
    "scope",
    [
        Scope(Role.ADMIN),
        Scope(Role.VIEWER, frozenset({READ, REVEAL})),
        Scope(Role.VIEWER),
        Scope(Role.VIEWER, None, frozenset({ACME, GLOBEX})),
    ],
)
async def test_a_token_cannot_be_wider_than_its_owner(people, tokens, scope):
    person = await ann(people, workspaces=frozenset({ACME}))

    with pytest.raises(UserError):
        await tokens.create("wide", scope, None, owner=person.id)


async def test_a_token_follows_what_becomes_of_its_owner(people, tokens):
    person = await ann(people)
    _, secret = await tokens.create("hers", Role.ANALYST, None, owner=person.id)

    await people.change(person.id, Changes(role=Role.VIEWER), by=AT_THE_MACHINE)
    assert (await tokens.authenticate(secret)).permissions == {READ}
    await people.disable(person.id, by=AT_THE_MACHINE)
    assert await tokens.authenticate(secret) is None
    await people.enable(person.id, by=AT_THE_MACHINE)
    assert await tokens.authenticate(secret)


async def test_on_the_machine_a_token_can_be_made_that_reveals(tokens):
    _, secret = await tokens.create("eyes", Scope(Role.VIEWER, frozenset({READ, REVEAL})), None)

    assert (await tokens.authenticate(secret)).permissions == {READ, REVEAL}
    with pytest.raises(UserError, match="manage"):
        await tokens.create("more", Scope(Role.VIEWER, frozenset({READ, Permission.MANAGE})), None)


async def test_nobodys_token_is_not_made_for_somebody(tokens):
    with pytest.raises(UnknownPerson):
        await tokens.create("a", Role.VIEWER, None, owner="usr_nobody")
