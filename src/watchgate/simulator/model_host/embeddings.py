"""`POST /v1/embeddings`: where does a text lie? Anywhere, but always at the same place, and at distance one from zero."""

import base64
import math
import random
import struct
from collections.abc import Sequence
from typing import Any

from watchgate.simulator.api_error import ApiError, invalid, missing, wrong_type
from watchgate.simulator.endpoint import Call
from watchgate.simulator.model_host.catalogue import Model, find_model
from watchgate.simulator.model_host.fields import Fields, parse_body
from watchgate.simulator.model_host.pieces import estimate_tokens
from watchgate.simulator.reply import JsonObject, JsonReply, Reply

_MOST_INPUTS = 2048
Input = str | tuple[int, ...]
"""A text, or a text the client has already cut into tokens."""


def create_embedding(call: Call) -> Reply:
    body = parse_body(call.body)
    inputs = _read_inputs(body)
    model = _read_model(body)
    dimensions = _read_dimensions(body, model)
    encoding = body.text("encoding_format") or "float"
    if encoding not in ("float", "base64"):
        raise invalid("encoding_format", f"'{encoding}' is not one of 'float' and 'base64'.")
    tokens = sum(_count(each) for each in inputs)
    return JsonReply(
        {
            "object": "list",
            "data": [
                _embedding(index, vector_of(each, model=model.id, dimensions=dimensions), encoding)
                for index, each in enumerate(inputs)
            ],
            "model": model.snapshot,
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
        }
    )


def vector_of(given: Input, *, model: str, dimensions: int) -> tuple[float, ...]:
    """A unit vector that depends on the input and the model only, not on the seed or the request."""
    chance = random.Random(f"{model}\n{given!r}")  # noqa: S311 - must be repeatable, guards nothing
    raw = [chance.gauss(0, 1) for _ in range(dimensions)]
    length = math.sqrt(math.fsum(value * value for value in raw))
    return struct.unpack(
        f"<{dimensions}f", struct.pack(f"<{dimensions}f", *(value / length for value in raw))
    )


def _embedding(index: int, vector: Sequence[float], encoding: str) -> JsonObject:
    shown: str | list[float] = list(vector)
    if encoding == "base64":
        shown = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
    return {"object": "embedding", "index": index, "embedding": shown}


def _read_inputs(body: Fields) -> list[Input]:
    given = body.value("input")
    if given is None:
        raise missing("input")
    inputs = _as_inputs(given)
    if inputs is None:
        raise wrong_type(
            "input", expected="a string, or an array of strings, tokens or token arrays", got=given
        )
    if not inputs or any(len(each) == 0 for each in inputs):
        raise invalid("input", "input cannot be an empty string or array.", code="empty_input")
    if len(inputs) > _MOST_INPUTS:
        raise invalid("input", f"at most {_MOST_INPUTS} inputs are allowed.", code="array_above_max_length")
    return inputs


def _as_inputs(given: Any) -> list[Input] | None:  # noqa: ANN401 - any JSON value
    if isinstance(given, str):
        return [given]
    if not isinstance(given, list):
        return None
    if given and all(_is_token(each) for each in given):
        return [tuple(given)]
    if all(isinstance(each, str) for each in given):
        return given
    if all(isinstance(each, list) and all(_is_token(token) for token in each) for each in given):
        return [tuple(each) for each in given]
    return None


def _is_token(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _read_model(body: Fields) -> Model:
    model = find_model(body.required_text("model"))
    if model.kind != "embedding":
        raise ApiError(
            403, f"You are not allowed to generate embeddings from the model {model.id}.", param="model"
        )
    return model


def _read_dimensions(body: Fields, model: Model) -> int:
    wanted = body.integer("dimensions", least=1, most=model.dimensions)
    if wanted is not None and model.id == "text-embedding-ada-002":
        raise ApiError(400, "This model does not support specifying dimensions.", param="dimensions")
    return wanted or model.dimensions


def _count(given: Input) -> int:
    return estimate_tokens(len(given)) if isinstance(given, str) else len(given)
