"""`watchgate users …`: who may sign in? Made, seen, changed and ended, directly in the database."""

import typer

from watchgate.identity.links.cli import add_to


def register(app: typer.Typer) -> None:
    """Add `users` to the command line."""
    users = typer.Typer(no_args_is_help=True, help="People who sign in to the control plane.")
    add_to(users)
    app.add_typer(users, name="users")
