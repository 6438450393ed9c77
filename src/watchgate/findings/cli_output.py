"""How do findings look in a terminal? What was found is named and masked, never shown."""

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from watchgate.commands.terminal import console, on_one_line, plain, print_cursor, spoken
from watchgate.detection.entities import ENTITIES
from watchgate.findings.model import By
from watchgate.findings.schemas import FindingOut, SummaryOut

_TITLES = {By.ENTITY: "entity", By.PERSON: "person", By.DAY: "day (UTC)", By.CONVERSATION: "conversation"}
_BAR_CHARS = 30


def print_findings(rows: Sequence[FindingOut], next_cursor: str | None) -> None:
    """Two lines each: what, how sure, where and when; and the masked words around it."""
    out = console()
    for row in rows:
        head = Text(row.entity, style="bold yellow")
        head.append(f"  {row.score:.2f}", style="bold")
        head.append(f"  {row.asset_kind.value}  {spoken(row.asset_at)} UTC", style="dim")
        head.append(f"  {on_one_line(row.owner_email or row.owner_id or '-')}")
        out.print(head, overflow="ellipsis", no_wrap=True)
        out.print(Text(f"  {on_one_line(row.excerpt_masked)}"), overflow="ellipsis", no_wrap=True)
        out.print(Text(f"  {row.id}", style="dim"))
    print_cursor(next_cursor)
    if rows:
        typer.echo(f"\nWhy it was found:  watchgate findings show {rows[0].workspace_id} {rows[0].id}")


def print_finding(found: FindingOut) -> None:
    out = console()
    known = ENTITIES.get(found.entity)
    out.print(Text(known.title if known else found.entity, style="bold yellow"))
    out.print(Padding(Text(plain(found.excerpt_masked)), (0, 0, 1, 2)))
    lines = {
        "score": f"{found.score:.3f}",
        "in": f"{found.asset_kind.value} {plain(found.asset_id)}, {found.explanation.get('part', 'content')}"
        f" [{found.start}:{found.end}]",
        "written": f"{spoken(found.asset_at)} UTC",
        "person": on_one_line(found.owner_email or found.owner_id or "-"),
        "detector": f"{found.detector} {found.detector_version}",
        "fingerprint": found.fingerprint,
    }
    for name, value in lines.items():
        out.print(f"  {name:<12} {value}")
    _print_evidence(out, found)
    if found.conversation_id is not None:
        out.print(f"\nRead it:  watchgate catalog show {found.workspace_id} {plain(found.conversation_id)}")


def print_summary(summary: SummaryOut) -> None:
    typer.echo(f"{summary.total:,} findings, {summary.first_day} to {summary.last_day}")
    table = Table(box=None, pad_edge=False)
    table.add_column(_TITLES[summary.by])
    table.add_column("findings", justify="right")
    table.add_column("")
    most = max((one.findings for one in summary.data), default=0)
    for one in summary.data:
        name = on_one_line(one.email or one.key) or "nobody"
        bar = "█" * max(1, round(_BAR_CHARS * one.findings / most)) if most else ""
        table.add_row(name, f"{one.findings:,}", Text(bar, style="cyan"))
    console().print(table)


def _print_evidence(out: Console, found: FindingOut) -> None:
    terms = found.explanation.get("evidence") or []
    if terms:
        out.print("\n  Why:")
    for term in terms:
        out.print(f"  {term['weight'] / 1000:+.2f}  {plain(str(term['reason']))}")
