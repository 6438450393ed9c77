"""`watchgate demo`: start the simulator and the gateway, ask, show what each side saw, verify the evidence."""

import signal
import tempfile
from importlib.resources import files
from pathlib import Path

import typer
from openai import OpenAI
from rich.console import Console
from rich.table import Table

from watchgate.demo.exchanges import PERSONAL, TOUR, Stop
from watchgate.demo.sides import verdict_of, what_the_model_saw
from watchgate.ledger.verify import verify_folder
from watchgate.testing.gateway import RunningGateway
from watchgate.testing.simulator import RunningSimulator


def tour(*, listen: str | None) -> None:
    """Show everything. With an address to *listen* on, leave it all running until Ctrl+C; with None, end."""
    out = Console(highlight=False)
    folder = Path(tempfile.mkdtemp(prefix="watchgate-demo-"))
    pack = folder / "policy-config.yaml"
    pack.write_text(
        files("watchgate.demo").joinpath("policy-config.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    out.print("Starting the simulator (it plays OpenAI) and the gateway …")
    with RunningSimulator() as simulator:
        gateway = RunningGateway(
            [pack],
            upstream=simulator.base_url,
            api_key=simulator.api_key,
            data_dir=folder / "data",
            listen=listen or "127.0.0.1:0",
        )
        with gateway:
            _show_tour(out, simulator, gateway)
            _show_ledger(out, gateway.data_dir)
            if listen:
                _show_next(out, gateway, pack)
                _wait(out)
    if listen is None:
        out.print(
            f"\nEverything is stopped. The evidence stays in {folder}/data/ledger; without --exit, the demo leaves the gateway running."
        )


def _show_tour(out: Console, simulator: RunningSimulator, gateway: RunningGateway) -> None:
    table = Table(title="Five exchanges", show_lines=True)
    for heading in ("asked", "verdict", "what the model saw", "what the application got"):
        table.add_column(heading, overflow="fold")
    with OpenAI(base_url=gateway.base_url, api_key="unused", max_retries=0) as client:
        for stop in TOUR:
            table.add_row(*_row(stop, client, simulator, gateway))
    out.print(f"\nThe personal data in it: [italic]{PERSONAL}[/]\n")
    out.print(table)


def _row(
    stop: Stop, client: OpenAI, simulator: RunningSimulator, gateway: RunningGateway
) -> tuple[str, str, str, str]:
    simulator.clear_requests()
    answered = stop.ask(client)
    seen = what_the_model_saw(simulator.requests())
    return stop.title, verdict_of(gateway.data_dir, answered.exchange), seen, answered.text


def _show_ledger(out: Console, data_dir: Path) -> None:
    report = verify_folder(data_dir / "ledger")
    entries = sum(writer.entries for writer in report.writers)
    state = "[green]verified[/]" if report.ok else "[red]NOT verified[/]"
    out.print(
        f"\nLedger: {entries} entries, {state}. Each question was on disk before the first byte of its answer left."
    )
    if not report.ok:
        raise typer.Exit(1)


def _show_next(out: Console, gateway: RunningGateway, pack: Path) -> None:
    out.print("\n[bold]Try next[/] (the gateway keeps running)")
    question = '{"model":"gpt-4o","messages":[{"role":"user","content":"I am bo@example.com"}]}'
    curl = f"curl {gateway.base_url}/chat/completions -H 'content-type: application/json' -d '{question}'"
    steps = (
        ("ask it yourself", curl),
        ("from Python", f'OpenAI(base_url="{gateway.base_url}", api_key="unused")'),
        ("change the pack; it is read again at once", f"$EDITOR {pack}"),
        ("see the evidence", f"watchgate ledger tail --data-dir {gateway.data_dir}"),
        ("verify it", f"watchgate ledger verify --data-dir {gateway.data_dir}"),
    )
    for what, command in steps:
        out.print(f"  {what}:\n    {command}", markup=False, soft_wrap=True)


def _wait(out: Console) -> None:
    out.print("\nStop with Ctrl+C.")
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        signal.pause()
    except KeyboardInterrupt:
        out.print("Stopping …")
