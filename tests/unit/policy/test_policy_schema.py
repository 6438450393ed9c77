"""The JSON Schema for editors agrees with what loads."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from unit.policy.samples import HEAD, problems
from watchgate.policy.kinds import KINDS
from watchgate.policy.schema import pack_schema

EXAMPLES = Path(__file__).parents[3] / "examples"
SCHEMA = pack_schema()


def errors(document: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["policy-config.yaml", "policy-config-mini.yaml", "full.yaml"])
def test_the_examples_keep_to_the_schema(name: str) -> None:
    assert errors(yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_every_kind_is_explained(kind: str) -> None:
    properties = SCHEMA["$defs"][kind]["properties"]

    assert set(properties) == set(KINDS[kind].config.model_fields)
    assert all(own.get("description") for own in properties.values())


@pytest.mark.parametrize(
    "text",
    [
        "polices: {}",
        "policies: {chain: [pii-detector], policy: {pii-detector: {entites: [EMAIL]}}}",
        "policies: {chain: [pii-detector], policy: {pii-detector: {action: blok}}}",
        "policies: {chain: [x], policy: {x: {action: block}}}",
        "policies: {chain: [x], policy: {x: {kind: pii}}}",
        "policies: {chain: [x], policy: {x: {kind: pii-detector, words: [a]}}}",
        "limits: {in_flight: 0}",
        "clients: {auth: key}",
    ],
)
def test_what_the_schema_refuses_lint_refuses_too(text: str) -> None:
    assert errors(yaml.safe_load(HEAD + text))
    assert any(problem.severity == "error" for problem in problems(text))


@pytest.mark.parametrize(
    "text",
    [
        "policies: {chain: [pii-detector], policy: {pii-detector: ~}}",
        "policies: {chain: [x], policy: {x: {kind: content-filter, words: [a]}}}",
        "policies: {chain: [cost-attribution], policy: {cost-attribution: {prices: {gpt-4o: {input: 1, output: 2}}}}}",
    ],
)
def test_what_loads_keeps_to_the_schema(text: str) -> None:
    assert errors(yaml.safe_load(HEAD + text)) == []
    assert not [problem for problem in problems(text) if problem.severity == "error"]
