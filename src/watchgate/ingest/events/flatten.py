"""How does a JSON value become one text that detection can read? A line for each text or number, its path before it."""

from collections.abc import Iterator
from typing import Any

from watchgate.kernel.content import Content

MAX_FLAT_CHARS = 8 * 1024 * 1024
_MAX_PATH_CHARS = 160

Step = tuple[str, Any]


def flatten(value: Any) -> tuple[Content, bool]:  # noqa: ANN401 -- JSON has no other type
    """*value* as `path: text` lines, in order; a text alone is itself. And whether it was cut at `MAX_FLAT_CHARS`.

    Every key stands in some line, since keys may hold somebody's words too.
    """
    if isinstance(value, str):
        return Content(value), False
    lines: list[str] = []
    size_chars = 0
    for line in _lines(value):
        if size_chars > MAX_FLAT_CHARS:
            return Content("\n".join(lines)), True
        lines.append(line)
        size_chars += len(line) + 1
    return Content("\n".join(lines)), False


def _lines(value: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON has no other type
    """Without recursion: JSON may be nested as deep as memory allows. A path that grows too long begins anew."""
    open_levels: list[tuple[str, Iterator[Step]]] = [("", iter([("", value)]))]
    while open_levels:
        path, steps = open_levels[-1]
        for step, item in steps:
            here = path + step if path else step.removeprefix(".")
            if not isinstance(item, dict | list) or not item:
                if here:
                    yield _line(here, item)
                continue
            if len(here) > _MAX_PATH_CHARS:
                yield here
                here = "…"
            open_levels.append((here, _steps(item)))
            break
        else:
            open_levels.pop()


def _line(path: str, item: object) -> str:
    is_telling = isinstance(item, str | int | float) and not isinstance(item, bool)
    return f"{path}: {item}" if is_telling else path


def _steps(item: dict[str, Any] | list[Any]) -> Iterator[Step]:
    if isinstance(item, dict):
        return ((f".{key}", inner) for key, inner in item.items())
    return ((f"[{number}]", inner) for number, inner in enumerate(item))
