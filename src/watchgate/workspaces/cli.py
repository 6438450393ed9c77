"""`watchgate workspaces …`: enrol, see, test, change and remove workspaces from the command line."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from watchgate.kernel.errors import UserError
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir
from watchgate.workspaces.checks import check_key, enrolment
from watchgate.workspaces.cli_output import (
    as_json,
    print_erased,
    print_json,
    print_report,
    print_workspace,
    print_workspaces,
)
from watchgate.workspaces.connection import ConnectionFailed
from watchgate.workspaces.key_input import STANDARD_INPUT, read_key
from watchgate.workspaces.model import Changes, KeyKind, Workspace, WorkspaceState
from watchgate.workspaces.opening import open_room
from watchgate.workspaces.room import Room
from watchgate.workspaces.schemas import erased_out, report_out

Result = TypeVar("Result")
_PAGE = 200

Which = Annotated[str, typer.Argument(metavar="WORKSPACE", help="Its id or its name.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

_ENROLL_EXAMPLES = """Examples (the key comes from a file, from a prompt that does not show it, or from standard input; never as an argument):

  watchgate workspaces enroll --workspace-id 6c2f3b1e-… --name Acme --organization-id org-… --api-key-file compliance.key

  vault read -field=key openai | watchgate workspaces enroll --workspace-id … --name Acme --organization-id org-… --api-key-file -"""


def register(app: typer.Typer) -> None:
    """Add `workspaces` to the command line."""
    workspaces = typer.Typer(
        no_args_is_help=True, help="The ChatGPT Enterprise workspaces that are watched, and their keys."
    )
    workspaces.command("enroll", epilog=_ENROLL_EXAMPLES)(enroll)
    workspaces.command("list")(list_)
    workspaces.command("show")(show)
    workspaces.command("test")(try_connection)
    workspaces.command("rotate-key")(rotate_key)
    workspaces.command("pause")(pause)
    workspaces.command("resume")(resume)
    workspaces.command("remove")(remove)
    app.add_typer(workspaces, name="workspaces")


def enroll(  # noqa: PLR0913 -- one parameter for each option
    *,
    workspace_id: Annotated[str, typer.Option(help="The workspace's UUID.")],
    name: Annotated[str, typer.Option(help="What you call it.")],
    organization_id: Annotated[str, typer.Option(help="The organisation's id, org-….")],
    api_key_file: Annotated[
        Path | None,
        typer.Option(help="File with the compliance key; - is standard input. Without it you are asked."),
    ] = None,
    admin_key_file: Annotated[
        Path | None, typer.Option(help="File with a platform admin key, for audit logs and costs.")
    ] = None,
    skip_test: Annotated[
        bool, typer.Option("--skip-test", help="Enrol even if the key cannot read the workspace now.")
    ] = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Enrol a workspace. Its keys are tried first, and sealed on entry."""
    if api_key_file == admin_key_file == STANDARD_INPUT:
        raise UserError("Standard input holds one key. Give the other one in a file.")
    key = read_key(api_key_file, "compliance key", "--api-key-file")
    admin_key = read_key(admin_key_file, "admin key", "--admin-key-file") if admin_key_file else None
    new = enrolment(workspace_id, name, organization_id, key, admin_key)

    async def run(room: Room) -> Workspace:
        if skip_test:
            return await room.workspaces.enrol(new)
        try:
            enrolled, report = await room.tests.enrol(new)
        except ConnectionFailed as failed:
            if json_:
                print_json(report_out(failed.report))
            else:
                print_report(failed.report)
            raise
        if not json_:
            print_report(report)
        return enrolled

    enrolled = _with_room(run, data_dir, database_url)
    if json_:
        print_json(as_json(enrolled))
    else:
        typer.echo(
            f"\nEnrolled {enrolled.name!r}. `watchgate up` reads it; `watchgate workspaces list` shows it."
        )


def list_(data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False) -> None:
    """List the workspaces, by name."""

    async def run(room: Room) -> list[Workspace]:
        found: list[Workspace] = []
        while page := await room.workspaces.page(_PAGE, found[-1].name if found else None):
            found += page
        return found

    found = _with_room(run, data_dir, database_url)
    if json_:
        print_json([as_json(workspace) for workspace in found])
    else:
        print_workspaces(found)


def show(
    which: Which, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """Show one workspace, and what is known of its keys."""
    found = _with_room(lambda room: room.workspaces.find(which), data_dir, database_url)
    _print(found, json_=json_)


def try_connection(
    which: Which, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """Try what the keys may do, without side effects, line by line. Exit code 1 when conversations cannot be read."""

    async def run(room: Room) -> bool:
        report = await room.tests.test(await room.workspaces.find(which))
        if json_:
            print_json(report_out(report))
        else:
            print_report(report)
        return report.is_usable

    if not _with_room(run, data_dir, database_url):
        raise typer.Exit(1)


def rotate_key(
    which: Which,
    kind: Annotated[KeyKind, typer.Option(help="Which of the two keys.")] = KeyKind.COMPLIANCE,
    api_key_file: Annotated[
        Path | None,
        typer.Option(help="File with the new key; - is standard input. Without it you are asked."),
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Replace a key (or give the first admin key). Test it afterwards with `watchgate workspaces test`."""
    what = f"{kind.value} key"
    key = check_key(read_key(api_key_file, what, "--api-key-file"), what)
    changes = Changes(compliance_key=key) if kind is KeyKind.COMPLIANCE else Changes(admin_key=key)
    _print(_changed(which, changes, data_dir, database_url), json_=json_)


def pause(
    which: Which, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """Read nothing from OpenAI for this workspace until it is resumed. What OpenAI deletes meanwhile is lost."""
    _print(_changed(which, Changes(state=WorkspaceState.PAUSED), data_dir, database_url), json_=json_)


def resume(
    which: Which, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """Go on reading a paused workspace, from where it stopped."""
    _print(_changed(which, Changes(state=WorkspaceState.ACTIVE), data_dir, database_url), json_=json_)


def remove(
    which: Which,
    yes: Yes = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Erase a workspace: its keys, its data key, and everything that was read with them. Shows first what that is."""

    async def run(room: Room) -> None:
        found = await room.workspaces.find(which)
        preview = await room.erasure.preview(found.id)
        if not json_:
            print_erased(preview, is_done=False)
        if not yes:
            _confirm(found)
        erased = await room.erasure.remove(found.id)
        if json_:
            print_json(erased_out(erased))
        else:
            print_erased(erased, is_done=True)

    _with_room(run, data_dir, database_url)


def _confirm(workspace: Workspace) -> None:
    if not sys.stdin.isatty():
        raise UserError("Nothing was removed: say --yes, or run this at a terminal to be asked.")
    if typer.prompt("Type the workspace's name to go on") != workspace.name:
        raise UserError("That is not its name; nothing was removed.")


def _changed(which: str, changes: Changes, data_dir: Path | None, database_url: str | None) -> Workspace:
    async def run(room: Room) -> Workspace:
        found = await room.workspaces.find(which)
        return await room.workspaces.change(found.id, changes)

    return _with_room(run, data_dir, database_url)


def _print(workspace: Workspace, *, json_: bool) -> None:
    if json_:
        print_json(as_json(workspace))
    else:
        print_workspace(workspace)


def _with_room(
    run: Callable[[Room], Awaitable[Result]], data_dir: Path | None, database_url: str | None
) -> Result:
    async def opened() -> Result:
        async with open_room(data_dir, database_url) as room:
            return await run(room)

    return asyncio.run(opened())
