"""How does the command line show accounts? E-mails and names are printable since they were let in."""

from collections.abc import Sequence
from typing import Any

import typer

from watchgate.commands.table import print_table
from watchgate.identity.people.model import Person
from watchgate.identity.people.schemas import user_out
from watchgate.kernel.clock import rfc3339


def as_json(person: Person) -> dict[str, Any]:
    """As the REST API says it."""
    return user_out(person).model_dump(mode="json")


def print_people(people: Sequence[Person]) -> None:
    if not people:
        typer.echo("There is no account yet. Make the first one:  watchgate users setup-link")
        return
    print_table(
        ("id", "e-mail", "name", "role", "may also", "workspaces", "state", "last signed in"),
        [
            (
                *(one.id, one.email, one.name, one.role.value),
                *(_grants(one), _workspaces(one)),
                _state(one),
                _moment(one),
            )
            for one in people
        ],
    )


def print_person(person: Person) -> None:
    rows = {
        "id": person.id,
        "e-mail": person.email,
        "name": person.name,
        "role": person.role.value,
        "may also": _grants(person),
        "workspaces": _workspaces(person),
        "state": _state(person),
        "signs in": "with a password" if person.source == "local" else "with another provider",
        "created": rfc3339(person.created_at),
        "last signed in": _moment(person),
    }
    for name, value in rows.items():
        typer.echo(f"{name:<15} {value}")


def _grants(person: Person) -> str:
    return ", ".join(sorted(grant.value for grant in person.grants)) or "-"


def _workspaces(person: Person) -> str:
    if person.workspaces is None:
        return "all"
    return ", ".join(sorted(str(one) for one in person.workspaces)) or "none"


def _state(person: Person) -> str:
    is_waiting = person.is_active and person.source == "local" and person.password_set_at is None
    return "invited" if is_waiting else person.state.value


def _moment(person: Person) -> str:
    return rfc3339(person.last_signed_in_at) if person.last_signed_in_at else "never"
