"""Reading a body strictly, and changing single strings in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.gateway.json_text import BadJson, parse, splice

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=25,
)


def string_paths(node, path=()):
    if isinstance(node, str):
        yield path
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in members:
        yield from string_paths(child, (*path, key))


def with_change(node, path, new):
    if not path:
        return new
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = with_change(node[path[0]], path[1:], new)
    return copy


@given(
    st.dictionaries(st.text(max_size=5), values, max_size=5),
    st.booleans(),
    st.sampled_from([None, 2]),
    st.data(),
)
def test_a_splice_changes_the_chosen_strings_and_nothing_else(document, ascii_only, indent, data):
    text = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    paths = list(string_paths(document))
    chosen = data.draw(st.lists(st.sampled_from(paths), unique=True)) if paths else []
    changes = {path: data.draw(st.text()) for path in chosen}

    spliced = splice(text, document, changes) if changes else text

    expected = document
    for path, new in changes.items():
        expected = with_change(expected, path, new)
    assert json.loads(spliced) == expected


def test_a_splice_keeps_order_number_text_and_white_space():
    text = '{ "z": 1.50e+3,\t"big": 123456789012345678901234567890, "a": "old", "ü": [ "x" ] }'

    spliced = splice(text, json.loads(text), {("a",): 'new "quoted"'})

    assert spliced == text.replace('"old"', '"new \\"quoted\\""')


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"a":1,"a":2}', "repeats a key"),
        (b'{"m":{"x":"1","x":"2"}}', "repeats a key"),
        (b"{", "not valid JSON"),
        (b"", "not valid JSON"),
        (b'{"a":NaN}', "NaN"),
        (b'{"a":"\xff"}', "UTF-8"),
        (b'{"a":1} x', "goes on"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested"),
        (b'{"a":' + b"[" * 300 + b"]" * 300 + b"}", "nested"),
        (b'{"a":' + b"9" * 10_000 + b"}", "too long"),
        (b'{"a":"\x01"}', "not valid JSON"),
    ],
)
def test_a_body_that_cannot_be_judged_is_refused_with_a_reason(body, why):
    with pytest.raises(BadJson, match=why):
        parse(body)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"a":":","b":1}', ("a",)),
        ('{"x":4111111111111111,"y":":4111111111111111,"}', ("y",)),
        ('{"x":"say \\"bo@x.org","y":"bo@x.org"}', ("y",)),
        ('{"x":"bo@x.org","y":"bo@x.org"}', ("y",)),
        ('{"x":"b\\u006f@x.org"}', ("x",)),
        ('{"x":"","y":[]}', ("x",)),
    ],
)
def test_a_literal_is_never_mistaken_for_another(text, path):
    document = json.loads(text)

    assert json.loads(splice(text, document, {path: "new"})) == with_change(document, path, "new")


def test_a_lone_surrogate_survives_a_splice():
    text = '{"a":"\\ud800","b":"x"}'

    spliced = splice(text, parse(text.encode())[1], {("b",): "\ud800y"})

    assert spliced.encode() == b'{"a":"\\ud800","b":"\\ud800y"}'
