"""What does a YAML file say, and on which line does it say it?

YAML without its surprises: `no` is a word and not false, `1:30` is text, a key stands once, there are no custom tags and no
merge keys. Aliases work, but may not make the file grow beyond reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from watchgate.documents.problems import Path, Place, Problem, Source

MAX_CHARS = 1_000_000
MAX_NODES = 50_000
MAX_DEPTH = 40

Scalar = None | bool | int | float | str
Plain = Scalar | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Tree:
    """A value with its place; `keys` says where each key of a mapping stands."""

    value: "Scalar | tuple[Tree, ...] | Mapping[str, Tree]"
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)

    def plain(self) -> Plain:
        match self.value:
            case tuple(items):
                return [item.plain() for item in items]
            case Mapping() as entries:
                return {key: child.plain() for key, child in entries.items()}
            case scalar:
                return scalar

    def place_of(self, path: Path, *, key: bool = False) -> Place:
        """Where *path* stands, or the nearest thing around it; with *key*, where its key stands rather than its value."""
        if not path:
            return self.place
        step, rest = path[0], path[1:]
        if isinstance(self.value, Mapping) and step in self.value:
            if key and not rest:
                return self.keys[str(step)]
            return self.value[str(step)].place_of(rest, key=key)
        if isinstance(self.value, tuple) and isinstance(step, int) and step < len(self.value):
            return self.value[step].place_of(rest, key=key)
        return self.place


def parse(source: Source, start_from: str) -> tuple[Tree | None, list[Problem]]:
    """The tree of *source* (None when there is none) and what is wrong with its YAML. *start_from*: the remedy for an empty one."""
    if len(source.text) > MAX_CHARS:
        return None, [
            Problem(
                Place(source.name),
                "",
                f"The file is longer than {MAX_CHARS:,} characters.",
                "Is it the right file?",
            )
        ]
    try:
        node = yaml.compose(source.text, Loader=_PlainYaml)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(source, error)]
    except yaml.reader.ReaderError as error:
        line = source.text.count("\n", 0, error.position) + 1
        return None, [
            Problem(
                Place(source.name, line, 1),
                "",
                "The file holds a character that YAML does not allow.",
                "Remove it.",
            )
        ]
    except RecursionError:
        return None, [
            Problem(Place(source.name), "", "The file is nested too deeply.", "Is it the right file?")
        ]
    if node is None:
        return None, [Problem(Place(source.name, 1, 1), "", "The file is empty.", start_from)]
    growing = _Growing(source)
    tree = growing.grow(node, (), 0)
    return (None if growing.problems else tree), growing.problems


def layered(below: Tree, above: Tree) -> Tree:
    """*above* laid over *below*: mappings merge key by key, lists and single values replace."""
    if not isinstance(below.value, Mapping) or not isinstance(above.value, Mapping):
        return above
    entries = dict(below.value)
    for key, child in above.value.items():
        entries[key] = layered(entries[key], child) if key in entries else child
    return Tree(entries, above.place, {**below.keys, **above.keys})


def render(path: Path) -> str:
    """`("policies", "chain", 2)` as `policies.chain[2]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


class _PlainYaml(yaml.SafeLoader):
    """SafeLoader with the YAML 1.2 core meaning of plain words (1.1 reads `no` as false and `1:30` as ninety)."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 -- PyYAML's own protocol


for _tag, _pattern, _first in (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})\Z", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:(?:0|[1-9][0-9]{0,17})(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?\Z",
        "-+.0123456789",
    ),
    ("null", r"(?:~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
):
    _PlainYaml.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


class _Growing:
    """Turns YAML nodes into a tree, collecting problems on the way."""

    def __init__(self, source: Source) -> None:
        self.problems: list[Problem] = []
        self._file = source.name
        self._nodes = 0

    def grow(self, node: yaml.Node, path: Path, depth: int) -> Tree:
        place = self._place(node)
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            if self._nodes <= MAX_NODES + 1 or depth > MAX_DEPTH:
                self._complain(
                    node,
                    path[:3],
                    "Too large or too deep once its aliases are followed.",
                    "Write it without aliases (`*name`).",
                )
            self._nodes = MAX_NODES + 1
            return Tree(None, place)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return Tree(
                tuple(self.grow(item, (*path, index), depth + 1) for index, item in enumerate(node.value)),
                place,
            )
        return Tree(self._scalar(node, path), place)

    def _mapping(self, node: yaml.MappingNode, path: Path, depth: int) -> Tree:
        entries: dict[str, Tree] = {}
        keys: dict[str, Place] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self._complain(key_node, path, "A key must be a plain word.", "Write `key: value`.")
            elif key == "<<":
                self._complain(key_node, path, "Merge keys (`<<`) are not supported.", "Write the keys out.")
            elif key in entries:
                first = keys[key]
                self._complain(
                    key_node,
                    (*path, key),
                    f"This key stands twice (first on line {first.line}).",
                    "Remove one of them.",
                )
            else:
                keys[key] = self._place(key_node)
                entries[key] = self.grow(value_node, (*path, key), depth + 1)
        return Tree(entries, self._place(node), keys)

    def _scalar(self, node: yaml.Node, path: Path) -> Scalar:
        text = str(node.value)
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "str":
                return text
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" if text.lstrip("+-").isdecimal():
                return int(text)
            case "float" if text.lower().strip("+-.0123456789") in ("", "e"):
                return float(text)
            case _:
                self._complain(
                    node, path, f"The tag `{node.tag}` is not supported here.", "Write the plain value."
                )
                return None

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _complain(self, node: yaml.Node, path: Path, message: str, suggestion: str) -> None:
        self.problems.append(Problem(self._place(node), render(path), message, suggestion))


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(source.name, mark.line + 1, mark.column + 1) if mark else Place(source.name)
    said = " ".join(part for part in (error.context, error.problem) if part)
    return Problem(
        place,
        "",
        f"This is not YAML: {said}.",
        "Look at the indentation, the colons and the quotes around this spot.",
    )
