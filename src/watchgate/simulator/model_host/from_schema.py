"""Which JSON value would satisfy this schema? For structured outputs and for the arguments of tool calls.

Free strings repeat the user's text, so that a test can follow a value through a structured answer. Covers the part of
JSON Schema that OpenAI's structured outputs accept; where we cannot invent a value we say so instead of breaking the schema.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from watchgate.simulator.api_error import ApiError

_DEEP = 5
"""From this depth on the shortest way out is taken: null where allowed, no optional items. Recursive schemas end there."""
_TOO_DEEP = 60

_BY_FORMAT: Mapping[str, str] = {
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "time": "00:00:00Z",
    "duration": "P1D",
    "email": "someone@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://example.com/",
}
_CANDIDATES = (
    "a",
    "A",
    "abc",
    "ABC",
    "0",
    "1",
    "12",
    "123",
    "1234",
    "12345",
    "A1",
    "A-1",
    "ABC-123",
    "2026-01-01",
    "",
)


def from_schema(schema: Mapping[str, Any], *, text: str) -> Any:  # noqa: ANN401 - any JSON value
    """A value valid for *schema*. Raises ApiError 400 when we cannot find one."""
    try:
        return _Inventor(schema, text).value(schema, depth=0)
    except (
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        ZeroDivisionError,
        re.error,
    ) as error:
        message = f"Invalid schema: it is not JSON Schema as we know it ({error})."
        raise ApiError(400, message, param="schema", code="invalid_json_schema") from error


@dataclass(frozen=True, slots=True)
class _Inventor:
    root: Mapping[str, Any]
    text: str

    def value(self, schema: Any, *, depth: int) -> Any:  # noqa: ANN401, C901, PLR0911 - any JSON value; one line per keyword
        if depth > _TOO_DEEP:
            raise _cannot("a value for a schema that nests without end")
        if schema is True or schema == {}:
            return self.text
        if not isinstance(schema, Mapping):
            raise _cannot(f"a value for the schema {schema!r}")
        if "$ref" in schema:
            return self.value(self._resolve(schema["$ref"]), depth=depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        for union in ("anyOf", "oneOf"):
            if union in schema:
                return self.value(_choose(schema[union], depth=depth), depth=depth + 1)
        if "allOf" in schema:
            merged: dict[str, Any] = {}
            for part in schema["allOf"]:
                merged |= self._resolve(part["$ref"]) if "$ref" in part else part
            return self.value(merged, depth=depth + 1)
        return self._of_type(schema, depth=depth)

    def _of_type(self, schema: Mapping[str, Any], *, depth: int) -> Any:  # noqa: ANN401, PLR0911 - any JSON value; one line per type
        match _type(schema, depth=depth):
            case "object":
                return self._object(schema, depth=depth)
            case "array":
                return self._array(schema, depth=depth)
            case "integer":
                return int(_number(schema, whole=True))
            case "number":
                return _number(schema, whole=False)
            case "boolean":
                return True
            case "null":
                return None
            case "string":
                return self._string(schema)
            case unknown:
                raise _cannot(f"a value of type {unknown!r}")

    def _object(self, schema: Mapping[str, Any], *, depth: int) -> dict[str, Any]:
        properties: Mapping[str, Any] = schema.get("properties", {})
        required = schema.get("required", [])
        wanted = [name for name in properties if depth < _DEEP or name in required]
        wanted += [name for name in required if name not in properties]
        return {name: self.value(properties.get(name, True), depth=depth + 1) for name in wanted}

    def _array(self, schema: Mapping[str, Any], *, depth: int) -> list[Any]:
        least = schema.get("minItems", 0)
        count = least if depth >= _DEEP else max(least, min(1, schema.get("maxItems", 1)))
        return [self.value(schema.get("items", True), depth=depth + 1) for _ in range(count)]

    def _string(self, schema: Mapping[str, Any]) -> str:
        if form := schema.get("format"):
            if form not in _BY_FORMAT:
                raise _cannot(f"a text of the format {form!r}")
            return _BY_FORMAT[form]
        least, most = schema.get("minLength", 0), schema.get("maxLength")
        if "pattern" in schema:
            return self._matching(schema["pattern"], least=least, most=most)
        return self.text.ljust(least, "-")[:most]

    def _matching(self, pattern: str, *, least: int, most: int | None) -> str:
        for candidate in (self.text, *_CANDIDATES, *(each * least for each in "aA0" if least)):
            is_long_enough = least <= len(candidate) and (most is None or len(candidate) <= most)
            if is_long_enough and re.search(pattern, candidate):
                return candidate
        raise _cannot(f"a text that matches {pattern!r}")

    def _resolve(self, reference: str) -> Mapping[str, Any]:
        found: Any = self.root
        for step in reference.removeprefix("#").strip("/").split("/"):
            if step:
                found = found.get(step) if isinstance(found, Mapping) else None
        if not isinstance(found, Mapping):
            raise _cannot(f"what {reference!r} refers to")
        return found


def _choose(options: list[Any], *, depth: int) -> Any:  # noqa: ANN401 - any JSON value
    if depth >= _DEEP:
        return next((each for each in options if each.get("type") == "null"), options[0])
    return options[0]


def _type(schema: Mapping[str, Any], *, depth: int) -> str:
    declared = schema.get("type")
    if isinstance(declared, list):
        return "null" if depth >= _DEEP and "null" in declared else str(declared[0])
    if declared is None:
        return "object" if "properties" in schema else "array" if "items" in schema else "string"
    return str(declared)


def _number(schema: Mapping[str, Any], *, whole: bool) -> float:
    """The smallest allowed number from zero on, else the largest allowed below zero."""
    step = schema.get("multipleOf", 1 if whole else 0.5)
    least, most = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        least = schema["exclusiveMinimum"] + step
    if "exclusiveMaximum" in schema:
        most = schema["exclusiveMaximum"] - step
    if least is not None and least > 0:
        return float(-(-least // step) * step)
    if most is not None and most < 0:
        return float(most // step * step)
    return 0


def _cannot(what: str) -> ApiError:
    message = f"The simulator cannot invent {what}. Give it the answer with a script rule."
    return ApiError(400, message, param="schema", code="not_simulated")
