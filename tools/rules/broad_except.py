"""A broad `except` swallows what we did not foresee; in governance software the silent branch is the breach.

Allowed where a supervisor restarts or records the work, with the reason in a comment on the same line or the line above."""

import ast
from collections.abc import Iterator
from pathlib import Path

NAME = "broad-except"
_BROAD = {"Exception", "BaseException"}


def check(tree: ast.AST, lines: list[str], _path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ExceptHandler)
            and _is_broad(node.type)
            and not _has_reason(lines, node.lineno)
        ):
            yield node.lineno, "say in a comment why everything is caught here, or catch what you expect"


def _is_broad(kind: ast.expr | None) -> bool:
    if kind is None:
        return True
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(isinstance(one, ast.Name) and one.id in _BROAD for one in kinds)


def _has_reason(lines: list[str], number: int) -> bool:
    return "#" in lines[number - 1] or lines[number - 2].strip().startswith("#")
