"""How is a list shown on the command line? Nothing is cut: an id that is not whole cannot be used."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

Cell = str | Text
_FOLDED_CHARS = 24
"""So wide a column of sentences is at least, in a terminal that is too narrow for all."""


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, folds: Sequence[str] = ()) -> None:
    """As wide as it has to be; a terminal that is narrower wraps its lines, after the columns in *folds* have been folded.

    What is not printed into a terminal, is not folded either.
    """
    console = _console()
    may_fold = folds if console.is_terminal else ()
    table = Table(*(_column(name, folds=name in may_fold) for name in columns), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    _print(table, least=bool(may_fold))


def table_of(*columns: str) -> Table:
    """A table to be filled, for `show_table`."""
    return Table(*(_column(name, folds=False) for name in columns), box=None, pad_edge=False)


def show_table(table: Table) -> None:
    """As wide as it has to be."""
    _print(table)


def print_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Name and value, a line each."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts:
        table.add_row(name, value)
    _print(table)


def _column(name: str, *, folds: bool) -> Column:
    return Column(name, overflow="fold", min_width=_FOLDED_CHARS) if folds else Column(name, no_wrap=True)


def _print(table: Table, *, least: bool = False) -> None:
    console = _console()
    needed = console.measure(table, options=console.options.update(max_width=sys.maxsize))
    width = needed.minimum if least else needed.maximum
    _console(max(width, console.width)).print(table)


def _console(width: int | None = None) -> Console:
    return Console(file=sys.stdout, highlight=False, markup=False, width=width)
