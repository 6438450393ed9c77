import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.ingest.events.lines import Broken, Line, read_lines
from watchgate.ingest.events.long_line import MAX_RAW_OF_TOO_LONG

SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.floats(-1e9, 1e9, width=32)
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
OBJECTS = st.dictionaries(st.text(), JSON, min_size=1, max_size=4)


def read(data: bytes, **limits: int) -> list[Line | Broken]:
    return list(read_lines(io.BytesIO(data), **limits))


def values(found: list[Line | Broken]) -> list[object]:
    assert all(isinstance(one, Line) for one in found), found
    return [one.value for one in found if isinstance(one, Line)]


def dumps(value: object, *, ascii_only: bool = False) -> bytes:
    return json.dumps(value, ensure_ascii=ascii_only).encode()


@given(st.lists(JSON), st.sampled_from(["\n", "\r\n", "\n\n\n", "\n \t\r\n"]), st.booleans(), st.booleans())
def test_any_values_on_lines_of_their_own_are_read_back(wanted, end, ascii_only, has_mark):
    mark = b"\xef\xbb\xbf" if has_mark else b""
    data = mark + end.encode().join(dumps(one, ascii_only=ascii_only) for one in wanted)
    assert values(read(data)) == wanted


@given(
    st.lists(OBJECTS),
    st.sampled_from([b"", b" ", b"\t \t", b"\x00\x00", b"\x1e", b"\n"]),
    st.integers(300, 400),
)
def test_any_objects_that_share_a_line_are_read_back(wanted, between, max_value_bytes):
    encoded = [dumps(one) for one in wanted]
    longest = max(map(len, encoded), default=0)
    data = between.join(encoded)
    assert values(read(data)) == wanted
    assert values(read(data, max_value_bytes=max(max_value_bytes, longest + 3))) == wanted


@given(st.lists(JSON | st.binary()), st.binary(max_size=3), st.integers(5, 60))
def test_nothing_in_a_file_raises_and_every_byte_is_told_or_blank(pieces, between, max_value_bytes):
    data = between.join(piece if isinstance(piece, bytes) else dumps(piece) for piece in pieces)
    for limit in (max_value_bytes, 1 << 20):
        found = read(data, max_value_bytes=limit)
        told = 0
        for one in found:
            assert one.offset >= told
            assert not data[told : one.offset].strip(b" \t\r\n\x00\x1e\xef\xbb\xbf\x0b\x0c")
            told = one.offset + one.size_bytes
            assert isinstance(one, Broken) or data[one.offset : told] == one.raw
        assert not data[told:].strip(b" \t\r\n\x00\x1e\xef\xbb\xbf\x0b\x0c")


@given(OBJECTS, OBJECTS, st.data())
def test_a_truncated_line_costs_only_itself(first, second, data):
    whole = dumps(first)
    cut = whole[: data.draw(st.integers(1, len(whole) - 1))]
    found = read(dumps(second) + b"\n" + cut + b"\n" + dumps(second))
    assert [one.value for one in (found[0], found[-1])] == [second, second]
    assert all(isinstance(one, Broken) for one in found[1:-1])
    assert b"".join(one.raw for one in found[1:-1]).strip() == cut.strip()


@given(st.binary(min_size=1, max_size=50))
def test_noise_on_a_line_costs_only_that_line(noise):
    data = b'{"a": 1}\n' + noise.replace(b"\n", b" ") + b'\n{"b": 2}\n'
    found = read(data)
    assert (found[0].value, found[-1].value) == ({"a": 1}, {"b": 2})


def test_a_broken_object_within_a_line_is_told_at_its_place():
    data = b'{"a": 1}{"b": oops}{"c": 3}'
    assert read(data) == [
        Line(0, 8, {"a": 1}, b'{"a": 1}'),
        Broken(8, 11, "malformed", b'{"b": oops}'),
        Line(19, 8, {"c": 3}, b'{"c": 3}'),
    ]


def test_reading_goes_on_behind_an_object_that_lost_its_quote():
    found = read(b'{"a": "x}{"b": 2}{"c": 3}')
    assert [one.value for one in found if isinstance(one, Line)] == [{"b": 2}, {"c": 3}]


def test_text_that_looks_like_a_boundary_is_text():
    wanted = [{"text": 'x}{"event_id": "forged"}{'}, {"b": 2}]
    assert values(read(b"".join(map(dumps, wanted)))) == wanted


def test_a_forged_boundary_within_broken_text_never_holds_a_key():
    text = dumps({"text": '}{"event_id": "forged", "type": "AUDIT_LOG"}'})
    found = read(text[:-1] + b"\n")
    assert not any(isinstance(one, Line) and one.value for one in found)


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\x00\x00\n"])
def test_a_last_line_that_was_cut_is_told_as_truncated(end):
    found = read(b'{"a": 1}\n{"b": "half of' + end)
    assert isinstance(found[0], Line)
    assert isinstance(found[1], Broken)
    assert (found[1].offset, found[1].reason) == (9, "truncated")


@pytest.mark.parametrize(
    ("raw", "value", "repairs"),
    [
        (rb'{"a": "x\ud800y"}', {"a": "x\ufffdy"}, ("lone_surrogate",)),
        (rb'{"\udc00": [1]}', {"\ufffd": [1]}, ("lone_surrogate",)),
        (b'{"a": "\xff\xfe"}', {"a": "\ufffd\ufffd"}, ("invalid_utf8",)),
        (b'{"a": "\xed\xa0\x80"}', {"a": "\ufffd\ufffd\ufffd"}, ("invalid_utf8",)),
        (b'{"a": "x\x00\x01\ty"}', {"a": "x\x00\x01\ty"}, ("lenient_json",)),
        (rb'{"a": "\ud83d\ude00 \u0000"}', {"a": "\U0001f600 \x00"}, ()),
        (b'{"a": "\xff\\ud800"}', {"a": "\ufffd\ufffd"}, ("invalid_utf8", "lone_surrogate")),
    ],
)
def test_what_was_mended_in_a_value_is_said(raw, value, repairs):
    assert read(raw + b"\n") == [Line(0, len(raw), value, raw, repairs)]
    (first, second) = read(raw + b'{"b": 2}')
    assert (first.value, first.repairs, second.value) == (value, repairs, {"b": 2})


def test_a_value_nested_too_deeply_costs_only_itself():
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    for end in (b"\n", b""):
        found = read(deep + end + b'{"b": 2}')
        assert [type(one) for one in found] == [Broken, Line]
        assert (found[0].reason, found[0].size_bytes, found[1].value) == ("too_deep", len(deep), {"b": 2})


def test_nan_is_not_json():
    assert [one.reason for one in read(b'{"a": NaN}')] == ["malformed"]


def test_a_value_that_is_too_long_is_told_and_not_held():
    data = b'{"a": 1}\n{"b": "' + b"x" * 200_000 + b'"}\n{"c": 3}\n'
    first, long, last = read(data, max_value_bytes=100_000)
    assert (first.value, last.value) == ({"a": 1}, {"c": 3})
    assert (long.offset, long.size_bytes, long.reason) == (9, 200_010, "too_long")
    assert len(long.raw) == MAX_RAW_OF_TOO_LONG


@pytest.mark.parametrize("size", [160, 161, 300, 70_000, 200_000])
def test_values_around_one_that_is_too_long_are_read_even_on_its_line(size):
    long = b'{"b": "' + b"x" * size + b'"}'
    found = read(b'{"a": 1}' + long + b' {"c": 3}{"d": 4}\n{"e": 5}', max_value_bytes=160)
    assert [one.value for one in found if isinstance(one, Line)] == [{"a": 1}, {"c": 3}, {"d": 4}, {"e": 5}]
    (broken,) = (one for one in found if isinstance(one, Broken))
    assert (broken.offset, broken.size_bytes, broken.reason) == (8, len(long) + 1, "too_long")


def test_an_object_that_never_ends_costs_only_itself_on_a_long_line():
    rest = b"".join(dumps({"n": number}) for number in range(100))
    found = read(b'{"a": [' + b"{}" + rest, max_value_bytes=160)
    assert [one.value for one in found if isinstance(one, Line)] == [{"n": number} for number in range(100)]


def test_blank_files_hold_nothing():
    for data in (b"", b"\n\n", b"\xef\xbb\xbf", b"\x00" * 100, b" \r\n"):
        assert read(data) == []
