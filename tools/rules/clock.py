"""Time is asked for in one place, `kernel/clock.py`, and passed on from there: a decision that asks the machine cannot be tested."""

import ast
from collections.abc import Iterator
from pathlib import Path

NAME = "clock"
_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}


def check(tree: ast.AST, _lines: list[str], path: Path) -> Iterator[tuple[int, str]]:
    if path.as_posix().endswith("kernel/clock.py"):
        return
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name)
            ) if (owner, name) in _CALLS:
                yield node.lineno, f"{owner}.{name}() outside the clock: take a `Clock` as an argument"
