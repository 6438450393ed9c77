"""What does a skill's `skill.yaml` say, and what does each key do?

    skill_id, version, title, owner   which skill this is, and whose
    archetypes                        for which groups of people it is made
    parameters                        what it asks for first (JSON Schema)
    tools                             functions it may call
    knowledge, starters, capabilities what a Custom GPT is given beside its instructions
    output                            what a record of it must look like (JSON Schema)
    telemetry                         what is expected of a run
    tests                             what it promises, run by `watchgate skills test`
    provenance                        where it comes from

Unknown keys are errors. Values are strict.
"""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import jsonschema_rs
from pydantic import AfterValidator, Field, ValidationError, model_validator

from watchgate.documents.complaints import complaints
from watchgate.documents.problems import Problem, Source
from watchgate.documents.strict import Strict
from watchgate.documents.yaml_tree import Tree, parse, render

FILE = "skill.yaml"
SKILL_ID = r"^[a-z][a-z0-9_]{0,30}\.[a-z][a-z0-9_]{0,40}$"
SEMVER = r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$"
FUNCTION = r"^[A-Za-z][A-Za-z0-9_-]{0,63}$"
_ARCHETYPE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_START_FROM = "`watchgate skills new` begins one."


def _object_schema(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if schema.get("type") != "object":
        raise ValueError("must be a JSON Schema with `type: object`")
    try:
        jsonschema_rs.meta.validate(dict(schema))
    except (jsonschema_rs.ValidationError, ValueError) as error:
        raise ValueError(f"must be a JSON Schema (2020-12): {_first_line(error)}") from None
    return schema


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"must be a regular expression: {error}") from None
    return text


Schema = Annotated[Mapping[str, Any], AfterValidator(_object_schema)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Path = Annotated[str, Field(min_length=1, max_length=200)]


class Endpoint(Strict):
    """Where a Custom GPT's Action calls the tool."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    url: Annotated[str, Field(pattern=r"^https://[^\s?#]+$", max_length=500)]


class Tool(Strict):
    """A function. `consequential`: must ChatGPT ask the person each time before it calls it? Without it, ChatGPT decides by the method."""

    name: Annotated[str, Field(pattern=FUNCTION)]
    description: Text
    parameters: Schema = Field(default_factory=lambda: {"type": "object", "properties": {}})
    endpoint: Endpoint
    consequential: bool | None = None


class Output(Strict):
    """The contract of the skill's records: of which type they are, and what their `body` looks like."""

    record: Literal["outputs", "decisions", "artifacts"] = "outputs"
    body: Schema


class Telemetry(Strict):
    """`record`: must each run leave one? `record_within_s`: how long it may take; `footer`: does the reply end with one?"""

    record: Literal["required", "optional"] = "required"
    record_within_s: Annotated[int, Field(ge=60, le=86_400)] = 900
    footer: bool = True


class Assertion(Strict):
    """One thing that must hold of the answer; exactly one key."""

    contains: Text | None = None
    lacks: Text | None = None
    matches: Annotated[Text, AfterValidator(_pattern)] | None = Field(
        default=None, description="A regular expression, found anywhere."
    )
    calls: Annotated[str, Field(pattern=FUNCTION)] | None = Field(
        default=None, description="A tool of the skill."
    )
    record: bool | None = Field(
        default=None, description="true: a record that keeps the output contract is emitted."
    )
    at_most_tokens: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> "Assertion":
        if len(self.model_fields_set) != 1:
            raise ValueError("must be exactly one of " + ", ".join(type(self).model_fields))
        return self


class Test(Strict):
    """One run: what is asked, what the tools answer (`{"status": "ok"}` unless it says so), and what must hold of it."""

    name: Text
    parameters: Mapping[str, Any] = Field(default_factory=dict)
    message: Text | None = None
    answers: Mapping[Annotated[str, Field(pattern=FUNCTION)], Any] = Field(default_factory=dict)
    expect: Annotated[tuple[Assertion, ...], Field(min_length=1)]


class Provenance(Strict):
    """Where the skill comes from."""

    source: Text | None = None
    authors: tuple[Text, ...] = ()
    imported_from: Text | None = None


class Manifest(Strict):
    """The whole of `skill.yaml`."""

    skill_id: Annotated[str, Field(pattern=SKILL_ID)]
    version: Annotated[str, Field(pattern=SEMVER)]
    title: Annotated[str, Field(min_length=1, max_length=60)]
    owner: Text
    archetypes: tuple[Annotated[str, Field(pattern=_ARCHETYPE, max_length=60)], ...] = ()
    parameters: Schema | None = None
    tools: tuple[Tool, ...] = ()
    knowledge: tuple[Path, ...] = ()
    starters: Annotated[tuple[Text, ...], Field(max_length=12)] = ()
    capabilities: tuple[Literal["code_interpreter", "browser", "dall-e", "canvas"], ...] = ()
    output: Output | None = None
    telemetry: Telemetry = Field(default_factory=Telemetry)
    tests: tuple[Test, ...] = ()
    provenance: Provenance = Field(default_factory=Provenance)


def read_manifest(source: Source) -> tuple[Manifest | None, Tree | None, list[Problem]]:
    """What it says, where it says it, or what is wrong with it."""
    tree, problems = parse(source, _START_FROM)
    if tree is None:
        return None, None, problems
    try:
        return Manifest.model_validate_json(json.dumps(tree.plain())), tree, []
    except ValidationError as error:
        return (
            None,
            tree,
            [
                Problem(
                    tree.place_of(one.path, key=one.is_about_key),
                    render(one.path),
                    one.message,
                    one.suggestion,
                )
                for one in complaints(error, Manifest)
            ],
        )
