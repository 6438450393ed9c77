from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.model_host.from_schema import from_schema

LEAVES = st.one_of(
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({"const": 7}),
    st.just({"enum": ["red", "blue"]}),
    st.sampled_from(["date-time", "email", "uuid", "ipv4"]).map(
        lambda form: {"type": "string", "format": form}
    ),
    st.tuples(st.integers(0, 5), st.integers(5, 9)).map(
        lambda span: {"type": "string", "minLength": span[0], "maxLength": span[1]}
    ),
    st.tuples(st.integers(-50, 0), st.integers(0, 50)).map(
        lambda span: {"type": "integer", "minimum": span[0], "maximum": span[1]}
    ),
    st.integers(-50, 50).map(lambda least: {"type": "number", "minimum": least}),
    st.integers(-50, 50).map(lambda most: {"type": "number", "exclusiveMaximum": most}),
    st.integers(-50, 50).map(lambda least: {"type": "integer", "exclusiveMinimum": least}),
)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(["name", "city", "tags", "note"])
    objects = st.dictionaries(names, inner, max_size=3).map(
        lambda properties: {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    )
    arrays = st.tuples(inner, st.integers(0, 2)).map(
        lambda pair: {"type": "array", "items": pair[0], "minItems": pair[1]}
    )
    unions = st.lists(inner, min_size=1, max_size=3).map(lambda options: {"anyOf": options})
    return st.one_of(objects, arrays, unions)


@given(st.recursive(LEAVES, containers, max_leaves=8), st.text(max_size=12))
def test_the_invented_value_fits_the_schema(schema: dict[str, Any], text: str) -> None:
    value = from_schema(schema, text=text)

    Draft202012Validator(schema).validate(value)


def test_a_free_text_repeats_what_the_user_said() -> None:
    schema = {"type": "object", "properties": {"note": {"type": "string"}}, "required": ["note"]}

    assert from_schema(schema, text="alice@example.com") == {"note": "alice@example.com"}


def test_a_schema_that_refers_to_itself_ends() -> None:
    node = {
        "type": "object",
        "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}},
        "required": ["next"],
    }
    schema = {"$defs": {"node": node}, "$ref": "#/$defs/node"}

    Draft202012Validator(schema).validate(from_schema(schema, text=""))


def test_a_pattern_that_a_common_text_matches_is_met() -> None:
    assert from_schema({"type": "string", "pattern": r"^\d{4}$"}, text="hello") == "1234"


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^zebra-[0-9]{9}$"},
        {"$ref": "#/$defs/missing"},
        {"type": "colour"},
        {"enum": []},
        {"type": "object", "properties": 3},
    ],
)
def test_what_cannot_be_invented_is_refused_and_never_guessed(schema: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as refusal:
        from_schema(schema, text="hello")

    assert refusal.value.status == 400
