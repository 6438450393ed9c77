"""Which options do the commands that list things share, and how are they read?"""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from watchgate.http.paging import Key, decode_cursor
from watchgate.http.problems import Problem
from watchgate.kernel.errors import UserError

_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]

OfWorkspace = Annotated[
    str | None,
    typer.Option("--workspace", help="Only of this workspace: its id or name.", show_default=False),
]
OfPerson = Annotated[
    str | None,
    typer.Option("--person", help="Only this person's: a user's id or e-mail address.", show_default=False),
]
Since = Annotated[
    datetime | None,
    typer.Option("--from", help="From this time on (UTC).", formats=_TIMES, show_default=False),
]
Until = Annotated[
    datetime | None, typer.Option("--to", help="Before this time (UTC).", formats=_TIMES, show_default=False)
]
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many to show.")]
Cursor = Annotated[
    str | None,
    typer.Option(help="Go on after a page: the cursor that was printed below it.", show_default=False),
]


def utc(moment: datetime | None) -> datetime | None:
    """A time from the command line, which is in UTC."""
    return moment if moment is None else moment.replace(tzinfo=UTC)


def keys_of(cursor: str | None, *kinds: type[Key]) -> tuple[Any, ...] | None:
    """The keys in a cursor. Raises UserError when it is none of this list."""
    if cursor is None:
        return None
    try:
        return decode_cursor(cursor, *kinds)
    except Problem as problem:
        raise UserError(problem.detail) from None
