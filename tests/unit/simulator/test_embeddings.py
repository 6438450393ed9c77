import base64
import math
import struct
from typing import Any

import pytest

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.model_host.embeddings import create_embedding

MODEL = "text-embedding-3-small"


def test_the_same_text_lies_at_the_same_place_and_at_distance_one(make_call: Any, body_of: Any) -> None:
    [first, other] = body_of(create_embedding(make_call({"model": MODEL, "input": ["a", "b"]})))["data"]
    [again] = body_of(create_embedding(make_call({"model": MODEL, "input": "a"})))["data"]

    assert first["embedding"] == again["embedding"] != other["embedding"]
    assert math.isclose(math.hypot(*first["embedding"]), 1, rel_tol=1e-5)
    assert len(first["embedding"]) == 1536


def test_base64_holds_the_same_numbers(make_call: Any, body_of: Any) -> None:
    body = {"model": MODEL, "input": [[1, 2, 3]], "dimensions": 8}

    [plain] = body_of(create_embedding(make_call(body)))["data"]
    [packed] = body_of(create_embedding(make_call({**body, "encoding_format": "base64"})))["data"]

    assert list(struct.unpack("<8f", base64.b64decode(packed["embedding"]))) == plain["embedding"]


@pytest.mark.parametrize(
    ("fields", "status", "param"),
    [
        ({"input": None}, 400, "input"),
        ({"input": ""}, 400, "input"),
        ({"input": []}, 400, "input"),
        ({"input": [1, "a"]}, 400, "input"),
        ({"input": ["a"] * 2049}, 400, "input"),
        ({"dimensions": 4000}, 400, "dimensions"),
        ({"encoding_format": "hex"}, 400, "encoding_format"),
        ({"model": "gpt-4o"}, 403, "model"),
        ({"model": "text-embedding-ada-002", "dimensions": 4}, 400, "dimensions"),
    ],
)
def test_what_openai_would_refuse_is_refused(make_call: Any, fields: Any, status: int, param: str) -> None:
    with pytest.raises(ApiError) as refusal:
        create_embedding(make_call({"model": MODEL, "input": "a", **fields}))

    assert (refusal.value.status, refusal.value.body["param"]) == (status, param)
