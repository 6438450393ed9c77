"""What does the gateway do to an exchange? Five of them, with the OpenAI SDK, as each side sees them."""

from openai import OpenAI
from rich.console import Console
from rich.table import Table

from watchgate.demo.exchanges import PERSONAL, TOUR, Stop
from watchgate.demo.ledger import show_ledger
from watchgate.demo.sides import verdict_of, what_the_model_saw
from watchgate.testing.gateway import RunningGateway
from watchgate.testing.simulator import RunningSimulator


def show_gate(out: Console, simulator: RunningSimulator, gateway: RunningGateway) -> None:
    """The exchanges, and their evidence."""
    table = Table(title="Five exchanges", show_lines=True)
    for heading in ("asked", "verdict", "what the model saw", "what the application got"):
        table.add_column(heading, overflow="fold")
    with OpenAI(base_url=gateway.base_url, api_key="unused", max_retries=0) as client:
        for stop in TOUR:
            table.add_row(*_row(stop, client, simulator, gateway))
    out.print(f"\nThe personal data in it: [italic]{PERSONAL}[/]\n")
    out.print(table)
    show_ledger(out, gateway.data_dir, "Each question was on disk before the first byte of its answer left.")


def _row(
    stop: Stop, client: OpenAI, simulator: RunningSimulator, gateway: RunningGateway
) -> tuple[str, str, str, str]:
    simulator.clear_requests()
    answered = stop.ask(client)
    seen = what_the_model_saw(simulator.requests())
    return stop.title, verdict_of(gateway.data_dir, answered.exchange), seen, answered.text
