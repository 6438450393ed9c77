"""`watchgate tokens …`: make, list and revoke API tokens, directly in the database."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from watchgate.commands.table import print_table
from watchgate.http.permissions import Permission
from watchgate.identity.roles import Role
from watchgate.identity.tokens.model import ApiToken, Scope
from watchgate.identity.tokens.opening import open_tokens
from watchgate.identity.tokens.service import Tokens
from watchgate.kernel.clock import rfc3339, utc_now
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir

Result = TypeVar("Result")

_CREATE = """Examples:

  watchgate tokens create --name dashboards --role viewer --expires-in-days 365

  watchgate tokens create --name export --role auditor --permission read --workspace 6c2f3b1e-… --for ada@example.com"""


def register(app: typer.Typer) -> None:
    """Add `tokens` to the command line."""
    tokens = typer.Typer(no_args_is_help=True, help="API tokens of the control plane.")
    tokens.command("create", epilog=_CREATE)(create)
    tokens.command("list")(list_)
    tokens.command("revoke")(revoke)
    app.add_typer(tokens, name="tokens")


def create(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    name: Annotated[str, typer.Option(help="What it is for.")],
    role: Annotated[Role, typer.Option(help="What it may do.")],
    permission: Annotated[
        list[Permission] | None,
        typer.Option(
            help="Just this of the role, or reveal or emergency beside it; repeat it.", show_default=False
        ),
    ] = None,
    workspace: Annotated[
        list[UUID] | None, typer.Option(help="Only in this workspace; repeat it.", show_default=False)
    ] = None,
    for_: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="PERSON",
            help="Whose it is (id or e-mail): it never may more than its owner.",
            show_default=False,
        ),
    ] = None,
    expires_in_days: Annotated[int, typer.Option(min=0, max=3650, help="0: until it is revoked.")] = 90,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Make a token. It is printed once, and cannot be shown again."""
    permissions = frozenset(permission) if permission else None
    scope = Scope(role, permissions, frozenset(workspace) if workspace else None)
    lifetime = timedelta(days=expires_in_days) if expires_in_days else None
    token, secret = _with_tokens(
        lambda tokens: tokens.create(name, scope, lifetime, owner=for_), data_dir, database_url
    )
    if json_:
        typer.echo(json.dumps({**_as_json(token), "token": secret}))
        return
    typer.echo(secret)
    typer.echo(f"{token.id}: {token.role}, {_until(token)}. This token is not shown again.", err=True)


def list_(data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False) -> None:
    """List the tokens, newest first (never the tokens themselves)."""
    found = _with_tokens(lambda tokens: tokens.all(), data_dir, database_url)
    if json_:
        typer.echo(json.dumps([_as_json(token) for token in found]))
        return
    if not found:
        typer.echo("There is no token yet. Make one:  watchgate tokens create --help")
        return
    print_table(
        ("id", "name", "whose", "role", "state", "created", "last used"), [_row(one) for one in found]
    )


def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="The token's id (tok_…).")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """End a token at once."""
    token = _with_tokens(lambda tokens: tokens.revoke(token_id), data_dir, database_url)
    typer.echo(json.dumps(_as_json(token)) if json_ else f"{token.id} ({token.name}) is revoked.")


def _row(token: ApiToken) -> tuple[str, ...]:
    used = rfc3339(token.last_used_at) if token.last_used_at else "never"
    whose, created = token.person_id or "nobody's", rfc3339(token.created_at)
    return token.id, token.name, whose, _scope(token), _until(token), created, used


def _scope(token: ApiToken) -> str:
    narrower = f": {', '.join(sorted(token.permissions))}" if token.permissions is not None else ""
    limits = f" in {len(token.workspaces)} workspaces" if token.workspaces is not None else ""
    return f"{token.role}{narrower}{limits}"


def _until(token: ApiToken) -> str:
    if token.revoked_at:
        return "revoked"
    if token.expires_at is None:
        return "valid until revoked"
    return f"{'valid' if token.is_valid(utc_now()) else 'expired'}, until {rfc3339(token.expires_at)}"


def _as_json(token: ApiToken) -> dict[str, Any]:
    times = {
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
    }
    shown = {name: rfc3339(moment) if moment else None for name, moment in times.items()}
    scope = {
        "permissions": None if token.permissions is None else sorted(one.value for one in token.permissions),
        "workspaces": None if token.workspaces is None else sorted(str(one) for one in token.workspaces),
        "person_id": token.person_id,
    }
    return {"id": token.id, "name": token.name, "role": token.role.value, **scope, **shown}


def _with_tokens(
    run: Callable[[Tokens], Awaitable[Result]], data_dir: Path | None, database_url: str | None
) -> Result:
    async def opened() -> Result:
        async with open_tokens(data_dir, database_url) as tokens:
            return await run(tokens)

    return asyncio.run(opened())
