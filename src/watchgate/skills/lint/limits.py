"""What does each target take? Dated data, which somebody who knows better can override."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from watchgate.documents.complaints import complaints, did_you_mean
from watchgate.documents.problems import Problem, Severity, Source
from watchgate.documents.strict import Strict
from watchgate.documents.yaml_tree import Tree, layered, parse, render
from watchgate.skills.package.skill import SkillError

_START_FROM = "Write only what differs: `custom-gpt: {instructions_characters: {at_most: 9000, …}}`."
Text = Annotated[str, Field(min_length=1, max_length=200)]


class Limit(Strict):
    """One number. `known`: does OpenAI say so, do others, or do we?"""

    at_most: Annotated[int, Field(gt=0)]
    known: Literal["confirmed", "reported", "ours"]
    as_of: date
    source: Text
    severity: Severity = "error"

    @property
    def remark(self) -> str:
        return f"({self.known}, {self.as_of}: {self.source})"


class Limits(Strict):
    """All of them: target → name → limit."""

    agent_skills: Mapping[Text, Limit] = Field(alias="agent-skills")
    openai_skills: Mapping[Text, Limit] = Field(alias="openai-skills")
    chatgpt_skill: Mapping[Text, Limit] = Field(alias="chatgpt-skill")
    custom_gpt: Mapping[Text, Limit] = Field(alias="custom-gpt")


def limits(above: Source | None = None) -> Limits:
    """Those that come along, with *above* laid over them. Raises SkillError."""
    tree = _tree(above) if above else _own()
    _check_known(tree)
    try:
        return Limits.model_validate_json(json.dumps(tree.plain()))
    except ValidationError as error:
        raise SkillError(
            [
                Problem(
                    tree.place_of(one.path, key=one.is_about_key),
                    render(one.path),
                    one.message,
                    one.suggestion,
                )
                for one in complaints(error, Limits)
            ]
        ) from None


def _tree(above: Source) -> Tree:
    tree, problems = parse(above, _START_FROM)
    if tree is None:
        raise SkillError(problems)
    return layered(_own(), tree)


@cache
def _own() -> Tree:
    text = files("watchgate.skills.lint").joinpath("limits.yaml").read_text(encoding="utf-8")
    tree, problems = parse(Source("limits.yaml", text), _START_FROM)
    assert tree is not None, problems
    return tree


def _check_known(tree: Tree) -> None:
    """A limit that nobody looks at would have no effect."""
    own, given = _names(_own()), _names(tree)
    unknown = [
        Problem(
            tree.place_of(path, key=True),
            render(path),
            "There is no such limit.",
            did_you_mean(path[-1], _last(own)),
        )
        for path in given
        if path not in own
    ]
    if unknown:
        raise SkillError(unknown)


def _names(tree: Tree) -> list[tuple[str, str]]:
    plain = tree.plain()
    targets = plain if isinstance(plain, dict) else {}
    return [(target, name) for target, names in targets.items() if isinstance(names, dict) for name in names]


def _last(paths: Iterable[tuple[str, str]]) -> list[str]:
    return [name for _, name in paths]
