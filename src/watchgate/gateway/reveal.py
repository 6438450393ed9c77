"""`watchgate gateway reveal`: read the text that was kept of one exchange. That somebody did is written down first."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from watchgate.gateway.vault import Vault
from watchgate.kernel.errors import UserError
from watchgate.ledger.cli import record_reading
from watchgate.ledger.expiry import heads
from watchgate.ledger.line import read_payload
from watchgate.ledger.segment import segments_of
from watchgate.ledger.slots import writer_dirs
from watchgate.settings import default_data_dir


def run(
    exchange: Annotated[str, typer.Argument(help="The id from x-watchgate-exchange: ex_…")],
    data_dir: Annotated[Path | None, typer.Option(help="The gateway's data folder.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an entry.")] = False,
) -> None:
    """Show what was asked and answered in one exchange, as far as the pack's audit-logger kept it."""
    folder = (data_dir or default_data_dir()).expanduser()
    entries = list(_entries(folder, exchange))
    if not entries:
        raise UserError(f"There is no exchange {exchange} in {folder}/ledger. Check the id, and --data-dir.")
    record_reading(folder, {"command": "reveal", "exchange": exchange})
    vault = Vault.of(folder)
    for entry, payload in entries:
        text = _text(vault, payload)
        if as_json:
            typer.echo(
                json.dumps({"type": entry["type"], "seq": entry["seq"], "text": text}, ensure_ascii=False)
            )
            continue
        typer.echo(f"{entry['time']} {entry['type']} {entry.get('verdict', '')}")
        for span in text or ():
            typer.echo(f"  {span['path']} ({span['role'] or 'no role'}): {span['text']}")
        if text is None:
            typer.echo("  no text: it was not kept, or has been erased")


def _entries(folder: Path, exchange: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    needle = f'"exchange":"{exchange}"'.encode()
    for writer in writer_dirs(folder):
        for segment in segments_of(writer):
            for _, entry, record in heads(segment):
                if needle in entry:
                    yield json.loads(entry), json.loads(read_payload(record) or b"{}")


def _text(vault: Vault, payload: dict[str, Any]) -> list[dict[str, str]] | None:
    kept = payload.get("text")
    if kept is None:
        return None
    spans: list[dict[str, str]] = json.loads(vault.open(kept)) if kept["form"] == "sealed" else kept["spans"]
    return spans
