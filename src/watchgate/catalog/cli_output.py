"""How do conversations look in a terminal? Tables and threads for people, JSON for programs; texts masked."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from watchgate.catalog.schemas import ConversationOut, MessageOut, ThreadOut, VersionOut

NO_WORKSPACE = "No workspace is enrolled yet. Enrol one:  watchgate workspaces enroll --help"
NOTHING_READ = (
    "Nothing has been read yet. `watchgate up` reads it; `watchgate ingest status` shows how far it is."
)
NOTHING_MATCHES = "Nothing matches. Leave out an option to see more."


def print_json(value: BaseModel) -> None:
    """One line of JSON."""
    typer.echo(value.model_dump_json())


def console() -> Console:
    return Console(highlight=False, markup=False)


def plain(text: str) -> str:
    """Other people's *text* as a terminal may have it: no control character does anything."""
    return "".join(_harmless(character) for character in text)


def _harmless(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) == "Cc" else ""


def on_one_line(text: str) -> str:
    return " ".join(plain(text).split())


def spoken(moment: datetime) -> str:
    """A time to the minute, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M")


def print_conversations(rows: Sequence[ConversationOut], next_cursor: str | None) -> None:
    """Two lines each: the title, masked, with whose it is and when; and what it holds."""
    out = console()
    for row in rows:
        head = Text(on_one_line(row.title or "(no title)"), style="bold")
        head.append(f"  {on_one_line(row.owner_email or row.owner_id or '-')}")
        head.append(f"  {spoken(row.last_message_at)} UTC", style="dim")
        out.print(head, overflow="ellipsis", no_wrap=True)
        facts = Text(f"  {row.version_count:,} messages  ")
        facts.append(f"{row.finding_count:,} findings", style="yellow" if row.finding_count else "dim")
        facts.append(f"  {plain(row.conversation_id)}", style="dim")
        out.print(facts)
    print_cursor(next_cursor)
    if rows:
        typer.echo(
            f"\nRead one:  watchgate catalog show {rows[0].workspace_id} {plain(rows[0].conversation_id)}"
        )


def print_thread(thread: ThreadOut) -> None:
    conversation = thread.conversation
    out = console()
    out.print(Text(on_one_line(conversation.title or "(no title)"), style="bold"))
    out.print(
        f"{on_one_line(conversation.owner_email or conversation.owner_id or 'somebody')},"
        f" {spoken(conversation.first_message_at)} to {spoken(conversation.last_message_at)} UTC,"
        f" {conversation.version_count:,} messages, {conversation.finding_count:,} findings",
        style="dim",
    )
    if thread.order == "time":
        out.print("Too long to be put into the order of its thread: shown by time.", style="yellow")
    for message in thread.messages.data:
        _print_message(out, message)
    print_cursor(thread.messages.next_cursor)


def print_cursor(next_cursor: str | None) -> None:
    if next_cursor is not None:
        typer.echo(f"\nThere is more:  --cursor {next_cursor}")


def _print_message(out: Console, message: MessageOut) -> None:
    newest, *older = message.versions
    out.print()
    out.print(Text(_heading(newest), style="cyan"))
    _print_texts(out, newest)
    for version in older:
        out.print(Text(f"before it was edited, {spoken(version.occurred_at)}:", style="dim"))
        _print_texts(out, version)
    if left_out := message.version_count - len(message.versions):
        out.print(Text(f"and {left_out} older versions", style="dim"))


def _heading(version: VersionOut) -> str:
    who = f"{version.author_type} ({version.model})" if version.model else version.author_type
    found = f", {version.finding_count} findings" if version.finding_count else ""
    return f"{plain(who)}, {spoken(version.occurred_at)}{found}"


def _print_texts(out: Console, version: VersionOut) -> None:
    if version.note is not None:
        out.print(Padding(Text(plain(version.note), style="yellow"), (0, 0, 0, 2)))
    for part in version.parts or ():
        words = plain(part.text)
        shown = words if part.name == "content" else f"[{plain(part.name)}] {words}"
        out.print(Padding(Text(shown), (0, 0, 0, 2)))
