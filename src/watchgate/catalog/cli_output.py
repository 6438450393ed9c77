"""How do conversations look in a terminal? Tables and threads for people, JSON for programs; texts masked."""

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from watchgate.catalog.schemas import ConversationOut, MessageOut, ThreadOut, VersionOut
from watchgate.commands.terminal import console, on_one_line, plain, print_cursor, spoken

NO_WORKSPACE = "No workspace is enrolled yet. Enrol one:  watchgate workspaces enroll --help"
NOTHING_READ = (
    "Nothing has been read yet. `watchgate up` reads it; `watchgate ingest status` shows how far it is."
)
NOTHING_MATCHES = "Nothing matches. Leave out an option to see more."


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
