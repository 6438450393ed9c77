"""Is this body what the contract says? JSON into a wire struct, or `Unexpected` with the place, never with a value."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec

from watchgate.openai.errors import Unexpected
from watchgate.openai.timestamps import Timestamp, moment

Wire = TypeVar("Wire")
Model = TypeVar("Model")


def decode(body: bytes | msgspec.Raw, wire: type[Wire], route: str) -> Wire:
    """*body* as *wire*; unknown fields are left out. Raises Unexpected."""
    try:
        return msgspec.json.decode(body, type=wire)
    except msgspec.ValidationError as problem:
        raise Unexpected(f"The answer to {route} has another shape than agreed{_place(problem)}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unexpected(f"The answer to {route} is not JSON as agreed.") from None


def convert(items: list[Wire], model: Callable[[Wire], Model], route: str) -> tuple[Model, ...]:
    """Each wire item as the model that the rest of the house sees. Raises Unexpected."""
    done: list[Model] = []
    for number, item in enumerate(items):
        try:
            done.append(model(item))
        except ValueError as problem:  # of our own making (`moment`): says what is wrong, holds no value
            raise Unexpected(
                f"The answer to {route} holds something odd at `$.data[{number}]`: {problem}."
            ) from None
    return tuple(done)


def _place(problem: msgspec.ValidationError) -> str:
    """The place stands at the end; what msgspec says before that may one day quote a value."""
    _, found, place = str(problem).rpartition(" - at ")
    return f" at {place}" if found else ""


def read_moment(stamp: Timestamp, route: str) -> datetime:
    """*stamp* as a moment. Raises Unexpected."""
    try:
        return moment(stamp)
    except ValueError as problem:
        raise Unexpected(f"The answer to {route} holds something odd: {problem}.") from None
