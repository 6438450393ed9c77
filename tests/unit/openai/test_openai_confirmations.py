"""Whatever JSON comes back with a 200: is a deletion only believed that names this object, or none, and says that it is done?"""

import json

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchgate.openai.compliance import change_routes as routes
from watchgate.openai.compliance.changes import Changed, confirmed
from watchgate.openai.errors import Unexpected, Unsure

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))
ANSWERS = JSON | st.fixed_dictionaries(
    {},
    optional={
        "deleted": PLAIN,
        "unpublished": PLAIN,
        "id": PLAIN | st.just("object-1"),
        "object": PLAIN,
        "further": JSON,
    },
)


@given(ANSWERS)
@example({"deleted": True, "id": "object-1"})
@example({"deleted": True})
@example({"deleted": False, "unpublished": True, "id": "object-1"})
@example({"unpublished": True, "id": "object-1", "deleted": None})
def test_only_a_yes_about_this_object_is_a_yes(answer):
    body = json.dumps(answer).encode()

    try:
        believed = confirmed(body, routes.GPT, "object-1")
    except (Unsure, Unexpected):
        believed = None

    if believed:
        assert answer["deleted"] is True
        assert answer.get("id") in {None, "object-1"}


@given(st.binary(max_size=64))
def test_bytes_that_are_no_confirmation_leave_us_unsure(body):
    try:
        msgspec.json.decode(body)
    except msgspec.DecodeError:
        with pytest.raises(Unsure):
            confirmed(body, routes.GPT, "object-1")


def test_a_yes_is_a_yes():
    said = confirmed(b'{"deleted":true,"id":"object-1","object":"gpt"}', routes.GPT, "object-1")

    assert said == Changed("object-1", "gpt")


def test_to_end_a_publication_is_not_to_delete_and_the_other_way_round():
    with pytest.raises(Unsure):
        confirmed(b'{"unpublished":true,"id":"object-1"}', routes.AGENT, "object-1")
    with pytest.raises(Unsure):
        confirmed(b'{"deleted":true,"id":"object-1"}', routes.AGENT_PUBLICATION, "object-1")
