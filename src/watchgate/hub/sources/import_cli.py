"""`watchgate hub import`: an export of who used what, through the REST API."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.documents.problems import Source
from watchgate.documents.showing import show_problems
from watchgate.documents.yaml_tree import parse
from watchgate.hub.sources.reading_rows import Format
from watchgate.kernel.errors import UserError
from watchgate.storage.cli_options import AsJson

_IMPORT = """Examples:

  watchgate hub import usage.csv --workspace Office --dry-run

  watchgate hub import usage.csv --workspace Office --mapping columns.yaml"""


def register(hub: typer.Typer) -> None:
    """Add `import` to `hub`."""
    hub.command("import", epilog=_IMPORT)(import_)


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, or (*.jsonl) one JSON object a line.")],
    workspace: Annotated[str | None, typer.Option(help="Whose use it is: a workspace's id or name.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="YAML: what the columns are called.", show_default=False)
    ] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come of it; change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take an export of who used what, where the compliance plane is missing. Rows that were taken before change nothing."""
    form = Format.JSONL if file.suffix == ".jsonl" else Format.CSV
    body = {"format": form.value, "content": _text(file), "columns": _columns(mapping) if mapping else {}}
    with opened(api_url, token_file) as api:
        body |= {"workspace_id": api.workspace_id(workspace)} if workspace else {}
        params = {"dry_run": "true"} if dry_run else {}
        done = api.ask("POST", "/api/v1/hub/usage/import", json=body, params=params)
    if as_json:
        typer.echo(json.dumps(done))
    else:
        _say(done)
    if done["refused_rows"]:
        raise typer.Exit(1)


def _say(done: Any) -> None:  # noqa: ANN401 -- as the API answers
    typer.echo(
        f"{done['rows']:,} rows: {done['new']:,} new, {done['known']:,} known, {done['refused_rows']:,} refused."
    )
    for one in done["refused"]:
        typer.echo(f"line {one['line']}: {one['why']}")
    if done["unknown_people"]:
        typer.echo(
            f"{done['unknown_people']:,} addresses are nobody's in the workspace: their runs count without them."
        )
    if done["is_dry_run"]:
        typer.echo("Nothing was changed.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}. Check the name.") from None
    except UnicodeDecodeError:
        raise UserError(f"{file} is not UTF-8 text. Export it in UTF-8.") from None


def _columns(mapping: Path) -> Any:  # noqa: ANN401 -- checked by the API
    tree, problems = parse(Source(str(mapping), _text(mapping)), "See `docs/hub.md` for the names.")
    if tree is None:
        show_problems(Console(stderr=True), problems)
        raise typer.Exit(2)
    return tree.plain()
