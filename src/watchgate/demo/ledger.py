"""Is the demo's evidence what was written? Every log of its data folder, verified as an auditor would."""

from pathlib import Path

import typer
from rich.console import Console

from watchgate.ledger.verify import verify_folder


def show_ledger(out: Console, data_dir: Path, note: str) -> None:
    """Verify all logs, and say so with a *note*. Exits with 1 when one of them was changed."""
    report = verify_folder(data_dir / "ledger")
    counted = ", ".join(f"{one.writer} ({one.entries})" for one in report.writers)
    state = "[green]verified[/]" if report.ok else "[red]NOT verified[/]"
    out.print(f"\nLedger: {state}, entries of {counted}. {note}")
    if not report.ok:
        raise typer.Exit(1)
