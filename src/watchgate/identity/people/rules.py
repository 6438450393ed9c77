"""May this be done to an account, by whom? Nobody decides about himself, gives more than he has, or takes the last key.

| | |
|---|---|
| one's own role, grants, workspaces | another administrator changes them |
| an account, or a role, that may more than who acts | out of reach, as for a token that may manage identities and nothing else |
| grants (`reveal`, `emergency`), and accounts that have some | for who may all that an administrator may |
| an account from another provider | the provider's groups say what it may |
"""

from dataclasses import dataclass

from watchgate.http.permissions import Caller, Permission
from watchgate.identity.people.model import OutOfReach, OwnRights, Person, Source
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it. *may* None: everything; whoever is at the machine has its database anyway."""

    id: str
    may: frozenset[Permission] | None = None

    def __str__(self) -> str:
        return self.id


AT_THE_MACHINE = Actor("command line")


def acting(caller: Caller) -> Actor:
    """A caller of the API: the person behind it, with what this session or token may."""
    return Actor(caller.principal, caller.permissions)


def check_new(person: Person, by: Actor) -> None:
    """Raises OutOfReach."""
    _check_reach(person, by)


def check_change(person: Person, changed: Person, by: Actor) -> None:
    """Raises OwnRights, OutOfReach; UserError for an account from another provider."""
    if changed == person:
        return
    if person.source is not Source.LOCAL:
        raise UserError(
            "This person signs in with another provider: its groups say what he may, at each sign-in. Change them there."
        )
    if person.id == by.id and _rights(changed) != _rights(person):
        raise OwnRights(
            "Nobody changes his own role, grants or workspaces. Another administrator can do it for you."
        )
    _check_reach(person, by)
    _check_reach(changed, by)


def check_touch(person: Person, by: Actor) -> None:
    """To end an account, or to let it in by a new link. Raises OutOfReach."""
    _check_reach(person, by)


def _check_reach(person: Person, by: Actor) -> None:
    if by.may is None:
        return
    if not person.role.permissions <= by.may:
        raise OutOfReach(
            f"The role {person.role} may more than you may with this token. Use one that may all of it."
        )
    if person.grants:  # whoever makes a link for him could come in as him
        _check_granting(by)


def _check_granting(by: Actor) -> None:
    if by.may is not None and not Role.ADMIN.permissions <= by.may:
        raise OutOfReach(
            "Grants, and the accounts that have some, are for who may all that an administrator may."
        )


def _rights(person: Person) -> tuple[object, ...]:
    return person.role, person.grants, person.workspaces
