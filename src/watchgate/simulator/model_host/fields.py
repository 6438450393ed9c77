"""What does the body of a request say, field by field, and how would OpenAI complain about it?"""

import json
from typing import Any

from watchgate.simulator.api_error import invalid, missing, not_json, wrong_type
from watchgate.simulator.reply import JsonObject


def parse_body(body: bytes) -> "Fields":
    """The JSON object in *body*. Raises ApiError 400 when there is none."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise not_json() from None
    if not isinstance(parsed, dict):
        raise not_json()
    return Fields(parsed)


class Fields:
    """A JSON object being read. A field that is absent and one that is null are the same to OpenAI."""

    def __init__(self, raw: JsonObject, *, at: str = "") -> None:
        self.raw = raw
        self._at = at

    def path(self, name: str) -> str:
        return f"{self._at}.{name}" if self._at else name

    def value(self, name: str) -> Any:  # noqa: ANN401 - any JSON value
        return self.raw.get(name)

    def required(self, name: str) -> Any:  # noqa: ANN401 - any JSON value
        value = self.raw.get(name)
        if value is None:
            raise missing(self.path(name))
        return value

    def text(self, name: str) -> str | None:
        value = self.raw.get(name)
        if value is None or isinstance(value, str):
            return value
        raise wrong_type(self.path(name), expected="a string", got=value)

    def required_text(self, name: str) -> str:
        self.required(name)
        return self.text(name) or ""

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.raw.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        raise wrong_type(self.path(name), expected="a boolean", got=value)

    def integer(self, name: str, *, least: int, most: int | None = None) -> int | None:
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong_type(self.path(name), expected="an integer", got=value)
        self._check_range(name, value, least=least, most=most, kind="integer")
        return value

    def number(self, name: str, *, least: float, most: float) -> float | None:
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong_type(self.path(name), expected="a decimal", got=value)
        self._check_range(name, value, least=least, most=most, kind="decimal")
        return float(value)

    def mapping(self, name: str) -> "Fields":
        """The object under *name*; an empty one when it is absent."""
        value = self.raw.get(name)
        if value is None:
            return Fields({}, at=self.path(name))
        if not isinstance(value, dict):
            raise wrong_type(self.path(name), expected="an object", got=value)
        return Fields(value, at=self.path(name))

    def objects(self, name: str) -> list["Fields"]:
        """The objects of the array under *name*; none when it is absent."""
        value = self.raw.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise wrong_type(self.path(name), expected="an array of objects", got=value)
        for number, each in enumerate(value):
            if not isinstance(each, dict):
                raise wrong_type(f"{self.path(name)}[{number}]", expected="an object", got=each)
        return [Fields(each, at=f"{self.path(name)}[{number}]") for number, each in enumerate(value)]

    def texts(self, name: str) -> tuple[str, ...]:
        """One text or an array of texts; none when it is absent."""
        value = self.raw.get(name)
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        raise wrong_type(self.path(name), expected="a string or an array of strings", got=value)

    def _check_range(self, name: str, value: float, *, least: float, most: float | None, kind: str) -> None:
        if value < least:
            message = f"{kind} below minimum value. Expected a value >= {least}, but got {value} instead."
            raise invalid(self.path(name), message, code=f"{kind}_below_min_value")
        if most is not None and not value <= most:
            message = f"{kind} above maximum value. Expected a value <= {most}, but got {value} instead."
            raise invalid(self.path(name), message, code=f"{kind}_above_max_value")
