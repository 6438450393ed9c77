"""`watchgate ledger verify-receipt`: does a receipt hold?"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from watchgate.kernel.errors import UserError
from watchgate.ledger import verify as verifier

_EXAMPLES = """Example:

  watchgate ledger verify-receipt receipt.json --public-key keys.pub"""


def register(ledger: typer.Typer) -> None:
    """Add it to `ledger`."""
    ledger.command("verify-receipt", epilog=_EXAMPLES)(verify_receipt)


def verify_receipt(
    receipt: Annotated[Path, typer.Argument(help="A receipt in its JSON form.")],
    public_key: Annotated[
        Path | None,
        typer.Option(help="File with the verifier keys to trust, one a line.", show_default=False),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether a receipt of a remediation is what the signed ledger has. Needs nothing but the file. Exit code 1 when it does not hold."""
    keys = _read(public_key) if public_key else None
    try:
        report = verifier.verify_receipt(_read(receipt), keys)
    except verifier.Unreadable as error:
        raise UserError(str(error)) from None
    typer.echo(
        json.dumps({"ok": report.ok, **asdict(report)}, ensure_ascii=False)
        if as_json
        else "\n".join(verifier.describe_receipt(report))
    )
    if not report.ok:
        raise typer.Exit(1)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read ({type(error).__name__}). Check the name.") from None
