"""`reveal()` gives out other people's text; inside a log call or a message it would end up where anyone may read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

NAME = "no-reveal-in-logs"
_LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log", "print"}


def check(tree: ast.AST, _lines: list[str], _path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_log(node.func):
            yield from (
                (inner.lineno, "content in a log call") for inner in ast.walk(node) if _is_reveal(inner)
            )
        if isinstance(node, ast.Raise) and node.exc is not None:
            yield from (
                (inner.lineno, "content in an exception") for inner in ast.walk(node.exc) if _is_reveal(inner)
            )


def _is_log(function: ast.expr) -> bool:
    match function:
        case ast.Name(id="print"):
            return True
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return name in _LOG_METHODS and ("log" in owner.lower() or owner == "console")
    return False


def _is_reveal(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "reveal"
