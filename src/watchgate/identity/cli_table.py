"""How is a list shown on the command line? Nothing is cut: an id that is not whole cannot be used."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """As wide as it has to be; a terminal that is narrower wraps its lines."""
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    _console(table).print(table)


def print_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Name and value, a line each."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts:
        table.add_row(name, value)
    _console(table).print(table)


def _console(table: Table) -> Console:
    console = Console(file=sys.stdout, highlight=False, markup=False)
    needed = console.measure(table, options=console.options.update(max_width=sys.maxsize)).maximum
    return Console(file=sys.stdout, highlight=False, markup=False, width=max(needed, console.width))
