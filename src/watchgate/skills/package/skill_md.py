"""What does a `SKILL.md` say? Front matter and instructions, by the Agent Skills specification (agentskills.io/specification)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from watchgate.documents.complaints import complaints
from watchgate.documents.problems import Place, Problem, Source
from watchgate.documents.strict import Strict
from watchgate.documents.yaml_tree import Tree, parse, render

FILE = "SKILL.md"
_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_START_FROM = "Write `name` and `description`; `watchgate skills new` begins one."


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise ValueError("must be lower-case letters, digits and single hyphens, like incident-postmortem")
    return text


def _listed(tools: Any) -> Any:  # noqa: ANN401 -- whatever the file says
    parts = tools.split() if isinstance(tools, str) else tools
    return tuple(parts) if isinstance(parts, list) else parts


class FrontMatter(Strict):
    """What stands between the two lines `---`."""

    name: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_name)]
    description: str = Field(min_length=1, max_length=1024)
    license: str | None = Field(default=None, min_length=1, max_length=500)
    compatibility: str | None = Field(default=None, min_length=1, max_length=500)
    metadata: Mapping[str, str] = Field(default_factory=dict)
    allowed_tools: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        default=(), alias="allowed-tools"
    )


@dataclass(frozen=True, slots=True)
class SkillMd:
    """`instructions`: the Markdown below; it begins on line `instructions_line` of the file."""

    front: FrontMatter
    instructions: str
    instructions_line: int


def read_skill_md(source: Source) -> tuple[SkillMd | None, list[Problem]]:
    """What it says, or what is wrong with it."""
    found = _FENCE.match(source.text)
    if found is None:
        return None, [
            Problem(
                Place(source.name, 1, 1),
                "",
                "It does not begin with front matter: a line `---`, keys, and another line `---`.",
                _START_FROM,
            )
        ]
    # a line instead of the first fence: the places are those of the file
    tree, problems = parse(Source(source.name, f"\n{found.group(1)}"), _START_FROM)
    if tree is None:
        return None, problems
    front, problems = _front(tree)
    if front is None:
        return None, problems
    line = source.text.count("\n", 0, found.end()) + 1
    return SkillMd(front, source.text[found.end() :].replace("\r\n", "\n"), line), []


def _front(tree: Tree) -> tuple[FrontMatter | None, list[Problem]]:
    try:
        return FrontMatter.model_validate_json(json.dumps(tree.plain())), []
    except ValidationError as error:
        found = complaints(error, FrontMatter)
        return None, [
            Problem(
                tree.place_of(one.path, key=one.is_about_key), render(one.path), one.message, one.suggestion
            )
            for one in found
        ]
