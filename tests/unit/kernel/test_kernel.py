"""The ground floor: ids, canonical JSON, Content."""

import logging

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from watchgate.kernel.canonical_json import canonical_json
from watchgate.kernel.content import Content
from watchgate.kernel.ids import new_id

ascii_keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_what_we_write_is_rfc_8785(value):
    assert canonical_json(value) == rfc8785.dumps(value)


def test_ids_sort_by_birth_and_differ():
    ids = [new_id("ex") for _ in range(1000)]

    assert len(set(ids)) == 1000
    assert [one[:15] for one in ids] == sorted(one[:15] for one in ids)
    assert all(one[15] == "7" and one[19] in "89ab" for one in ids)


def test_content_cannot_print_itself(caplog):
    secret = Content("4111 1111 1111 1111")

    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("saw %s %r", secret, secret)
    shown = f"{secret} {secret!r} {secret:>50} {[secret]} {caplog.text}"

    assert "4111" not in shown
    assert secret.reveal() == "4111 1111 1111 1111"
