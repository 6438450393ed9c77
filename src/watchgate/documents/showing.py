"""How do problems look in a terminal? Place, severity, message; the remedy on a line of its own."""

from collections.abc import Iterable

from rich.console import Console

from watchgate.documents.problems import Problem

_COLOURS = {"error": "red", "warning": "yellow"}


def show_problems(out: Console, problems: Iterable[Problem]) -> None:
    """Print them, in the form that editors find places in: `file:line:column: …`."""
    for problem in problems:
        out.print(f"{problem.place}: ", end="", markup=False)
        out.print(f"{problem.severity}: ", style=_COLOURS[problem.severity], end="")
        out.print(f"`{problem.path}`: {problem.message}" if problem.path else problem.message, markup=False)
        if problem.suggestion:
            out.print(f"    {problem.suggestion}", style="dim", markup=False)
