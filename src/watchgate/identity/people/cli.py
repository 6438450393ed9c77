"""`watchgate users …`: who may sign in? Made, seen, changed and ended, directly in the database."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from watchgate.http.permissions import GRANTED_ONLY, Permission
from watchgate.identity.links.cli import add_to
from watchgate.identity.links.service import INVITATION_PATH, link_to
from watchgate.identity.people.changes import AS_IT_IS, Changes
from watchgate.identity.people.cli_output import as_json, print_people, print_person
from watchgate.identity.people.model import Person
from watchgate.identity.people.opening import Room, open_people
from watchgate.identity.people.password_input import read_password
from watchgate.identity.people.rules import AT_THE_MACHINE
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError
from watchgate.settings import load_settings
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir

Result = TypeVar("Result")
Which = Annotated[str, typer.Argument(metavar="PERSON", help="An id (usr_…) or e-mail.")]
GrantOption = Annotated[
    list[Permission] | None,
    typer.Option(
        "--grant",
        help="May also: reveal or emergency, which no role brings along; repeat it.",
        show_default=False,
    ),
]
WorkspaceOption = Annotated[
    list[UUID] | None,
    typer.Option("--workspace", help="May see this workspace only; repeat it.", show_default=False),
]
Url = Annotated[
    str | None, typer.Option(help="Where the server is reached (as in the settings).", show_default=False)
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

_CREATE = """Examples:

  watchgate users create ada@example.com --name "Ada Lovelace" --role analyst

  watchgate users create bo@example.com --name Bo --role approver --workspace 6c2f3b1e-…

The link in the answer works once, for seven days: behind it, the person sets a password."""
_CHANGE = """Examples:

  watchgate users change ada@example.com --role approver --grant reveal

  watchgate users change ada@example.com --no-grants --all-workspaces"""
_SETTING = """Examples:

  watchgate users set-password ada@example.com              asks for it

  pwgen -s 24 1 | watchgate users set-password ada@example.com"""


def register(app: typer.Typer) -> None:
    """Add `users` to the command line."""
    users = typer.Typer(no_args_is_help=True, help="People who sign in to the control plane.")
    users.command("create", epilog=_CREATE)(create)
    users.command("list")(list_)
    users.command("show")(show)
    users.command("change", epilog=_CHANGE)(change)
    users.command("disable")(disable)
    users.command("enable")(enable)
    users.command("invite")(invite)
    users.command("set-password", epilog=_SETTING)(set_password)
    users.command("remove")(remove)
    add_to(users)
    app.add_typer(users, name="users")


def create(  # noqa: PLR0913 -- one parameter for each option
    email: Annotated[str, typer.Argument(metavar="EMAIL")],
    *,
    name: Annotated[str, typer.Option(help="What others see.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    grant: GrantOption = None,
    workspace: WorkspaceOption = None,
    url: Url = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Make an account, and print a one-time link by which its owner sets a password."""
    grants, limits = _grants(grant), frozenset(workspace) if workspace else None

    async def run(room: Room) -> tuple[Person, str]:
        person = await room.people.create(email, name, role, grants=grants, workspaces=limits)
        return person, await room.links.invite(person.id, by=AT_THE_MACHINE)

    person, secret = _in_room(run, data_dir, database_url)
    link = _link(secret, url, data_dir, database_url)
    if json_:
        typer.echo(json.dumps({**as_json(person), "link": link}))
        return
    typer.echo(link)
    typer.echo(f"{person.id}: {person.role}. The link works once, for seven days.", err=True)


def list_(data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False) -> None:
    """List the accounts, by name."""
    found = _in_room(lambda room: room.people.all(), data_dir, database_url)
    if json_:
        typer.echo(json.dumps([as_json(person) for person in found]))
    else:
        print_people(found)


def show(
    person: Which, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """Show one account."""
    found = _in_room(lambda room: room.people.named(person), data_dir, database_url)
    if json_:
        typer.echo(json.dumps(as_json(found)))
    else:
        print_person(found)


def change(  # noqa: PLR0913 -- one parameter for each option
    person: Which,
    *,
    email: Annotated[str | None, typer.Option(help="Another e-mail.", show_default=False)] = None,
    name: Annotated[str | None, typer.Option(help="Another name.", show_default=False)] = None,
    role: Annotated[Role | None, typer.Option(help="Another role.", show_default=False)] = None,
    grant: GrantOption = None,
    no_grants: Annotated[bool, typer.Option("--no-grants", help="Nothing beside the role.")] = False,
    workspace: WorkspaceOption = None,
    all_workspaces: Annotated[bool, typer.Option("--all-workspaces", help="No longer limited.")] = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Change what is named; grants and workspaces that are named replace those before."""
    if (grant and no_grants) or (workspace and all_workspaces):
        raise UserError(
            "That contradicts itself. Name grants or --no-grants, workspaces or --all-workspaces."
        )
    limits = None if all_workspaces else frozenset(workspace) if workspace else AS_IT_IS
    grants = _grants(grant) if grant or no_grants else None
    changes = Changes(email=email, name=name, role=role, grants=grants, workspaces=limits)
    if changes == Changes():
        raise UserError("Nothing is named that is to change. `watchgate users change --help` shows what can.")

    async def run(room: Room) -> Person:
        return await room.people.change((await room.people.named(person)).id, changes, by=AT_THE_MACHINE)

    _say(_in_room(run, data_dir, database_url), "is changed; sessions end when rights changed", json_)


def disable(
    person: Which, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """Let somebody in no longer. Sessions and tokens are dead at once."""

    async def run(room: Room) -> Person:
        return await room.people.disable((await room.people.named(person)).id, by=AT_THE_MACHINE)

    _say(_in_room(run, data_dir, database_url), "is disabled", json_)


def enable(
    person: Which, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """Let somebody in again."""

    async def run(room: Room) -> Person:
        return await room.people.enable((await room.people.named(person)).id, by=AT_THE_MACHINE)

    _say(_in_room(run, data_dir, database_url), "is enabled", json_)


def invite(
    person: Which,
    url: Url = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Print a one-time link by which somebody sets a first or forgotten password. The one before no longer works."""

    async def run(room: Room) -> str:
        found = await room.people.named(person)
        await room.people.may_invite(found.id, by=AT_THE_MACHINE)
        return await room.links.invite(found.id, by=AT_THE_MACHINE)

    link = _link(_in_room(run, data_dir, database_url), url, data_dir, database_url)
    typer.echo(json.dumps({"link": link}) if json_ else link)


def set_password(person: Which, data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Set somebody's password, from a prompt or standard input. All his sessions end."""
    password = read_password()

    async def run(room: Room) -> Person:
        found = await room.people.named(person)
        await room.people.set_password(found.id, password)
        return found

    _say(_in_room(run, data_dir, database_url), "has a new password", json_=False)


def remove(
    person: Which,
    yes: Yes = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """End an account for good, with its sessions and tokens. What the person did stays in the ledger, by id."""
    found = _in_room(lambda room: room.people.named(person), data_dir, database_url)
    if not yes:
        if not sys.stdin.isatty():
            raise UserError("This cannot be undone. Say --yes.")
        typer.confirm(f"Remove {found.email} for good?", abort=True)
    _in_room(lambda room: room.people.remove(found.id, by=AT_THE_MACHINE), data_dir, database_url)
    _say(found, "is removed", json_)


def _grants(named: list[Permission] | None) -> frozenset[Permission]:
    grants = frozenset(named or ())
    if beyond := sorted(one.value for one in grants - GRANTED_ONLY):
        raise UserError(f"{beyond[0]} comes with a role. Only reveal and emergency are granted.")
    return grants


def _say(person: Person, what: str, json_: bool) -> None:
    typer.echo(json.dumps(as_json(person)) if json_ else f"{person.email} ({person.id}) {what}.")


def _link(secret: str, url: str | None, data_dir: Path | None, database_url: str | None) -> str:
    settings = load_settings(data_dir=data_dir, database_url=database_url, public_url=url)
    return link_to(settings.public_url or f"http://{settings.listen}", INVITATION_PATH, secret)


def _in_room(
    run: Callable[[Room], Awaitable[Result]], data_dir: Path | None, database_url: str | None
) -> Result:
    async def opened() -> Result:
        async with open_people(load_settings(data_dir=data_dir, database_url=database_url)) as room:
            return await run(room)

    return asyncio.run(opened())
