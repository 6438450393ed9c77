"""`watchgate catalog …`: what people put into ChatGPT, masked, from the command line."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from watchgate.catalog.cli_options import (
    Cursor,
    Limit,
    OfPerson,
    OfWorkspace,
    Since,
    Until,
    keys_of,
    utc,
)
from watchgate.catalog.cli_output import (
    NO_WORKSPACE,
    NOTHING_MATCHES,
    NOTHING_READ,
    print_conversations,
    print_thread,
)
from watchgate.catalog.model import ConversationFilter, Place
from watchgate.catalog.opening import Stored, with_stored
from watchgate.catalog.ports import SpansOf
from watchgate.catalog.schemas import ConversationOut, ThreadOut, conversation_out, thread_out
from watchgate.catalog.service import Catalogue
from watchgate.catalog.store.newest import After
from watchgate.commands.terminal import print_json
from watchgate.http.paging import Page, cut_page, encode_cursor
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir

_DEFAULT_LIMIT = 20


def register(app: typer.Typer, spans_of: SpansOf) -> None:
    """Add `catalog` to the command line. *spans_of*: where something was found (`findings.spans.spans_of`)."""
    catalog = typer.Typer(no_args_is_help=True, help="What people put into ChatGPT: conversations, masked.")

    @catalog.command("list")
    def list_(  # noqa: PLR0913 -- one parameter for each option
        *,
        workspace: OfWorkspace = None,
        person: OfPerson = None,
        gpt: Annotated[str | None, typer.Option(help="Only with this GPT.", show_default=False)] = None,
        project: Annotated[str | None, typer.Option(help="Only of this project.", show_default=False)] = None,
        findings: Annotated[
            bool | None,
            typer.Option(
                "--with-findings/--without-findings", help="Only those with, or without.", show_default=False
            ),
        ] = None,
        since: Since = None,
        until: Until = None,
        limit: Limit = _DEFAULT_LIMIT,
        cursor: Cursor = None,
        data_dir: DataDir = None,
        database_url: DatabaseUrl = None,
        json_: AsJson = False,
    ) -> None:
        """List the conversations, the one with the newest message first."""
        after = keys_of(cursor, datetime, UUID, str)

        async def run(stored: Stored) -> tuple[Page[ConversationOut], str]:
            of = await stored.workspace_id(workspace)
            wanted = ConversationFilter(of, person, gpt, project, findings, utc(since), utc(until))
            catalogue = Catalogue(stored.database, stored.keyring, spans_of)
            page = await _page(catalogue, wanted, limit, After(*after) if after else None)
            return page, await _why_empty(stored, wanted)

        page, why_empty = with_stored(run, data_dir, database_url)
        if json_:
            print_json(page)
        elif page.data:
            print_conversations(page.data, page.next_cursor)
        else:
            typer.echo(why_empty)

    @catalog.command("show")
    def show(
        workspace: Annotated[str, typer.Argument(metavar="WORKSPACE", help="Its id or its name.")],
        conversation: Annotated[str, typer.Argument(metavar="CONVERSATION", help="Its id.")],
        limit: Limit = _DEFAULT_LIMIT,
        cursor: Cursor = None,
        data_dir: DataDir = None,
        database_url: DatabaseUrl = None,
        json_: AsJson = False,
    ) -> None:
        """Show one conversation: its messages in order, edited ones with their versions, what was found in them masked."""
        after = keys_of(cursor, datetime, str)

        async def run(stored: Stored) -> ThreadOut:
            found = await stored.workspace(workspace)
            catalogue = Catalogue(stored.database, stored.keyring, spans_of)
            thread = await catalogue.thread(found.id, conversation, limit, Place(*after) if after else None)
            place = thread.next_place
            return thread_out(thread, encode_cursor(place.first_at, place.message_id) if place else None)

        thread = with_stored(run, data_dir, database_url)
        if json_:
            print_json(thread)
        else:
            print_thread(thread)

    app.add_typer(catalog, name="catalog")


async def _page(
    catalogue: Catalogue, wanted: ConversationFilter, limit: int, after: After | None
) -> Page[ConversationOut]:
    found = await catalogue.conversations(wanted, limit + 1, after)
    page, following = cut_page(
        found, limit, lambda one: [one.last_message_at, one.workspace_id, one.conversation_id]
    )
    return Page(data=[conversation_out(one) for one in page], next_cursor=following)


async def _why_empty(stored: Stored, wanted: ConversationFilter) -> str:
    """What to do when there is no conversation to show."""
    if not await stored.is_any_enrolled():
        return NO_WORKSPACE
    return (
        NOTHING_READ
        if wanted in {ConversationFilter(), ConversationFilter(wanted.workspace_id)}
        else NOTHING_MATCHES
    )
