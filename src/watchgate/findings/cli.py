"""`watchgate findings …`: what detection found in the catalogue, from the command line."""

from datetime import date, datetime
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
from watchgate.catalog.cli_output import NO_WORKSPACE
from watchgate.catalog.opening import Stored, with_stored
from watchgate.catalog.store.newest import After
from watchgate.commands.terminal import print_json
from watchgate.findings.cli_output import print_finding, print_findings, print_summary
from watchgate.findings.model import AssetKind, By, FindingFilter, SummaryFilter
from watchgate.findings.rescan.cli import rescan
from watchgate.findings.schemas import FindingOut, SummaryOut, finding_out, summary_out
from watchgate.findings.service import Findings, entity_named
from watchgate.http.paging import Page, cut_page
from watchgate.kernel.clock import utc_now
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir

_DEFAULT_LIMIT = 20
_NOTHING = "Nothing was found, with these options. `watchgate ingest status` shows how much has been read."

_OfEntity = Annotated[
    str | None, typer.Option("--entity", help="Only of this entity: EMAIL, IBAN, …", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add `findings` to the command line."""
    findings = typer.Typer(no_args_is_help=True, help="What detection found in the catalogue, and why.")
    findings.command("list")(list_)
    findings.command("show")(show)
    findings.command("summary")(summary)
    findings.command("rescan")(rescan)
    app.add_typer(findings, name="findings")


def list_(  # noqa: PLR0913 -- one parameter for each option
    *,
    workspace: OfWorkspace = None,
    entity: _OfEntity = None,
    person: OfPerson = None,
    asset_kind: Annotated[
        AssetKind | None, typer.Option("--in", help="Only in assets of this kind.", show_default=False)
    ] = None,
    conversation: Annotated[
        str | None, typer.Option(help="Only of this conversation.", show_default=False)
    ] = None,
    min_score: Annotated[
        float | None, typer.Option(min=0, max=1, help="Only those at least as sure.", show_default=False)
    ] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = _DEFAULT_LIMIT,
    cursor: Cursor = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """List the findings, the newest first."""
    keys = keys_of(cursor, datetime, UUID, str)
    named = entity_named(entity) if entity else None

    async def run(stored: Stored) -> tuple[Page[FindingOut], bool]:
        workspace_id = await stored.workspace_id(workspace)
        wanted = FindingFilter(
            workspace_id, named, person, asset_kind, conversation, min_score, utc(since), utc(until)
        )
        found = await Findings(stored.database, utc_now).page(
            wanted, limit + 1, After(*keys) if keys else None
        )
        page, following = cut_page(found, limit, lambda one: [one.asset_at, one.workspace_id, one.id])
        rows = [finding_out(one) for one in page]
        return Page(data=rows, next_cursor=following), await stored.is_any_enrolled()

    page, is_any_enrolled = with_stored(run, data_dir, database_url)
    if json_:
        print_json(page)
    elif page.data:
        print_findings(page.data, page.next_cursor)
    else:
        typer.echo(_NOTHING if is_any_enrolled else NO_WORKSPACE)


def show(
    workspace: Annotated[str, typer.Argument(metavar="WORKSPACE", help="Its id or its name.")],
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="Its id.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Show one finding: what, where, how sure, and why."""

    async def run(stored: Stored) -> FindingOut:
        enrolled = await stored.workspace(workspace)
        return finding_out(await Findings(stored.database, utc_now).get(enrolled.id, finding))

    found = with_stored(run, data_dir, database_url)
    if json_:
        print_json(found)
    else:
        print_finding(found)


def summary(  # noqa: PLR0913 -- one parameter for each option
    *,
    by: Annotated[By, typer.Option(help="What to add up by.")] = By.ENTITY,
    workspace: OfWorkspace = None,
    entity: _OfEntity = None,
    person: OfPerson = None,
    first: Annotated[
        datetime | None,
        typer.Option(
            "--from", help="First day (UTC); else 30 days back.", formats=["%Y-%m-%d"], show_default=False
        ),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", help="Last day (UTC); else today.", formats=["%Y-%m-%d"], show_default=False),
    ] = None,
    limit: Limit = _DEFAULT_LIMIT,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Add the findings up: by entity, person, day or conversation."""

    async def run(stored: Stored) -> tuple[SummaryOut, bool]:
        findings = Findings(stored.database, utc_now)
        days = findings.days(_day(first), _day(last))
        named = entity_named(entity) if entity else None
        wanted = SummaryFilter(*days, await stored.workspace_id(workspace), named, person)
        found = summary_out(await findings.summary(by, wanted, limit), days)
        return found, await stored.is_any_enrolled()

    found, is_any_enrolled = with_stored(run, data_dir, database_url)
    if json_:
        print_json(found)
    elif found.data:
        print_summary(found)
    else:
        typer.echo(_NOTHING if is_any_enrolled else NO_WORKSPACE)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
