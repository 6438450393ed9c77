"""What every route promises in its description: nothing unknown is taken, everything is bounded, everything has a name and a sentence."""

import pytest

from watchgate.app import describe_api
from watchgate.http.paging import MAX_LIMIT

DESCRIBED = describe_api()
OPERATIONS = [
    pytest.param(operation, id=f"{method.upper()} {path}")
    for path, methods in DESCRIBED["paths"].items()
    for method, operation in methods.items()
]


def resolved(schema):
    while "$ref" in schema:
        schema = DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def parts_of(schema, place=""):
    """(place, schema) of everything that a caller may send there."""
    schema = resolved(schema)
    yield place, schema
    for name, inner in schema.get("properties", {}).items():
        yield from parts_of(inner, f"{place}.{name}")
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from parts_of(schema[keyword], f"{place}[]")
    for keyword in ("anyOf", "oneOf", "allOf"):
        for inner in schema.get(keyword, []):
            yield from parts_of(inner, place)


def sent_to(operation):
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body is not None:
        yield from parts_of(body, "body")
    for parameter in operation.get("parameters", []):
        yield from parts_of(parameter["schema"], parameter["name"])


@pytest.mark.parametrize("operation", OPERATIONS)
def test_fields_that_are_not_known_are_refused(operation):
    """Else a field that becomes known some day could be set by whoever sends it today."""
    open_ = [
        place
        for place, schema in sent_to(operation)
        if "properties" in schema and schema.get("additionalProperties") is not False
    ]

    assert open_ == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_is_sent_has_an_end(operation):
    endless = [
        place
        for place, schema in sent_to(operation)
        if (schema.get("type") == "string" and not _is_short(schema))
        or (schema.get("type") == "array" and "maxItems" not in schema)
        or (isinstance(schema.get("additionalProperties"), dict) and "maxProperties" not in schema)
    ]

    assert endless == []


def _is_short(schema):
    is_of_a_form = schema.get("format") in {"uuid", "date-time", "date"}
    return "maxLength" in schema or "enum" in schema or "const" in schema or is_of_a_form


@pytest.mark.parametrize("operation", OPERATIONS)
def test_lists_are_read_in_pages(operation):
    parameters = {one["name"]: one["schema"] for one in operation.get("parameters", [])}

    assert "cursor" not in parameters or "limit" in parameters
    assert parameters.get("limit", {}).get("maximum", 0) <= MAX_LIMIT


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_has_a_sentence(operation):
    assert operation["description"].strip().endswith((".", "?", ".)"))
    assert operation["operationId"][0].islower()


def test_names_of_operations_are_their_own():
    names = [param.values[0]["operationId"] for param in OPERATIONS]

    assert sorted(names) == sorted(set(names))
