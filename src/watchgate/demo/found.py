"""What does the catalogue hold after the first reading, and what was found in it? Values are masked, as everywhere."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Table
from rich.text import Text

from watchgate.app import Services
from watchgate.commands.terminal import on_one_line
from watchgate.demo import store
from watchgate.detection.entities import ENTITIES
from watchgate.findings.model import By, Finding, FindingFilter, Summary, SummaryFilter

SHOWN_ENTITIES = 8
SHOWN_FINDINGS = 5
_MAX_SUMS = 200
_BAR_CHARS = 24


async def show_catalogue(out: Console, services: Services) -> None:
    """How much there is, and what became of the uploaded files."""
    async with services.database.read() as tx:
        counted = await store.numbers(tx)
        outcomes = await store.files_by_outcome(tx)
    out.print(
        f"\nCatalogue: [bold]{counted.conversations:,}[/] conversations, [bold]{counted.messages:,}[/] messages,"
        f" [bold]{counted.people:,}[/] people, [bold]{counted.files:,}[/] uploaded files"
    )
    by_outcome = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items())
    out.print(f"Uploaded files by outcome: {by_outcome}", markup=False)


async def show_findings(out: Console, services: Services, workspace_id: UUID) -> None:
    """Sums by entity, and the newest finding of each of the largest, with why it was found."""
    days = services.findings.days(None, None)
    summary = await services.findings.summary(By.ENTITY, SummaryFilter(*days, workspace_id), _MAX_SUMS)
    _show_sums(out, summary)
    out.print("\nOne of each, with the reasons that its score is made of:")
    for each in summary.sums[:SHOWN_FINDINGS]:
        for one in await services.findings.page(FindingFilter(workspace_id, each.key), 1):
            _show_finding(out, one)


async def show_planted(out: Console, services: Services, planted: Iterable[Mapping[str, Any]]) -> None:
    """How much of what the simulator had put into messages was found? Only of what detection looks for."""
    in_messages = [
        store.Place(one["message_id"], one["entity"], one["start"], one["end"])
        for one in planted
        if one["asset"] == "message"
    ]
    looked_for = [one for one in in_messages if one.entity in ENTITIES]
    async with services.database.read() as tx:
        seen = _by_message(await store.found_in_messages(tx))
    names = [_names_at(one, seen) for one in looked_for]
    count = sum(one.entity in found for one, found in zip(looked_for, names, strict=True))
    mistaken = sum(
        bool(found) and one.entity not in found for one, found in zip(looked_for, names, strict=True)
    )
    others = sorted({one.entity for one in in_messages} - ENTITIES.keys())
    out.print(
        f"\nThe simulator had planted {len(looked_for):,} values in messages: [bold]{count:,} found[/],"
        f" {mistaken:,} taken for something else, {len(looked_for) - count - mistaken:,} missed."
        + (f" Not looked for yet: {', '.join(others)}." if others else "")
    )


def _by_message(found: Iterable[store.Place]) -> dict[str, list[store.Place]]:
    seen: dict[str, list[store.Place]] = {}
    for one in found:
        seen.setdefault(one.message_id, []).append(one)
    return seen


def _names_at(planted: store.Place, seen: Mapping[str, list[store.Place]]) -> set[str]:
    """As what was the planted value found? Nothing when it was not."""
    return {
        one.entity
        for one in seen.get(planted.message_id, ())
        if one.start < planted.end and planted.start < one.end
    }


def _show_sums(out: Console, summary: Summary) -> None:
    out.print(f"\nFindings: [bold]{summary.total:,}[/]")
    table = Table(box=None, pad_edge=False, show_header=False)
    most = max((one.findings for one in summary.sums), default=1)
    for one in summary.sums[:SHOWN_ENTITIES]:
        bar = "█" * max(1, round(_BAR_CHARS * one.findings / most))
        table.add_row(f"  {one.key}", Text(f"{one.findings:,}", justify="right"), Text(bar, style="cyan"))
    out.print(table)
    if rest := summary.sums[SHOWN_ENTITIES:]:
        out.print(f"  and {sum(one.findings for one in rest):,} of {len(rest)} other kinds")


def _show_finding(out: Console, found: Finding) -> None:
    head = Text(f"  {found.entity}", style="bold yellow")
    head.append(f"  {found.score:.2f}", style="bold")
    head.append(f"  {on_one_line(found.owner_email or found.owner_id or '-')}", style="dim")
    out.print(head)
    out.print(Text(f"    {on_one_line(found.excerpt_masked)}"), overflow="ellipsis", no_wrap=True)
    for term in found.explanation.get("evidence") or []:
        out.print(Text(f"    {term['weight'] / 1000:+.2f}  {on_one_line(str(term['reason']))}", style="dim"))
