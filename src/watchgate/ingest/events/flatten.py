"""How does a JSON value become one text that detection can read? A line for each text or number, its path before it."""

from collections.abc import Iterator
from typing import Any

from watchgate.kernel.content import Content

MAX_FLAT_CHARS = 8 * 1024 * 1024
_MAX_PATH_CHARS = 160

Step = tuple[str, Any]


def flatten(value: Any) -> tuple[Content, bool]:  # noqa: ANN401 -- JSON has no other type
    """*value* as `path: text` lines, in order; a text alone is itself. And whether it was cut at `MAX_FLAT_CHARS`.

    Keys stand in the paths, since they may hold somebody's words too. Booleans and nulls say nothing.
    """
    if isinstance(value, str):
        return Content(value), False
    lines: list[str] = []
    size_chars = 0
    for path, item in _leaves(value):
        if size_chars > MAX_FLAT_CHARS:
            return Content("\n".join(lines)), True
        lines.append(f"{path}: {item}")
        size_chars += len(lines[-1]) + 1
    return Content("\n".join(lines)), False


def _leaves(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 -- JSON has no other type
    """Texts and numbers by their path, without recursion: JSON may be nested as deep as Python's own stack allows."""
    open_levels: list[tuple[str, Iterator[Step]]] = [("", iter([("", value)]))]
    while open_levels:
        path, steps = open_levels[-1]
        for step, item in steps:
            here = _joined(path, step)
            if isinstance(item, dict | list):
                open_levels.append((here, _steps(item)))
                break
            if len(step) > _MAX_PATH_CHARS:
                yield "key", step
            if item is not None and not isinstance(item, bool):
                yield here.removeprefix("."), item
        else:
            open_levels.pop()


def _steps(item: dict[str, Any] | list[Any]) -> Iterator[Step]:
    if isinstance(item, dict):
        return ((f".{key}", inner) for key, inner in item.items())
    return ((f"[{number}]", inner) for number, inner in enumerate(item))


def _joined(path: str, step: str) -> str:
    longer = path + step
    return longer if len(longer) <= _MAX_PATH_CHARS else "…" + longer[-_MAX_PATH_CHARS:]
