"""What a request may cost, before anybody has counted."""

import pytest

from watchgate.gateway.clients.estimate import (
    TOKENS_PER_FILE,
    USUAL_OUTPUT_TOKENS,
    Size,
    input_tokens,
    size_of,
)


@pytest.mark.parametrize(
    ("document", "tokens"),
    [
        ({}, USUAL_OUTPUT_TOKENS),
        ({"max_tokens": 7}, 7),
        ({"max_completion_tokens": 8, "max_tokens": 7}, 8),
        ({"max_output_tokens": 9}, 9),
        ({"max_tokens": 10, "n": 3}, 30),
        ({"max_tokens": None, "n": None}, USUAL_OUTPUT_TOKENS),
        ({"max_tokens": True}, USUAL_OUTPUT_TOKENS),
        ({"max_tokens": -5}, USUAL_OUTPUT_TOKENS),
        ({"max_tokens": "7"}, USUAL_OUTPUT_TOKENS),
        ({"max_tokens": 10**40}, USUAL_OUTPUT_TOKENS),
        ({"max_tokens": 10**8, "n": 10**8}, 10**8),
    ],
)
def test_the_clients_own_limit_or_the_usual_one(document, tokens):
    assert size_of(document).output_tokens == tokens


def test_an_answer_in_the_background_is_known():
    assert size_of({"background": True}) == Size(is_background=True)


def test_a_file_inside_the_body_counts_as_a_file():
    image = b'{"url": "data:image/png;base64,' + b"iVBORw0KGgo" * 100_000 + b'"}'

    assert TOKENS_PER_FILE <= input_tokens(image) < TOKENS_PER_FILE + 100


def test_text_counts_by_its_length():
    assert input_tokens(b"x" * 3000) == pytest.approx(1000, abs=2)
