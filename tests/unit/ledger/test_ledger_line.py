"""Entries are canonical JSON; payloads are vouched for, and can go."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.ledger.line import (
    MalformedLine,
    canonical,
    is_kept_as_committed,
    read_head,
    read_payload,
    seal_payload,
    split_line,
)

any_text = st.text(st.characters(codec=None), max_size=20)
payloads = st.dictionaries(
    st.text("abc", min_size=1),
    st.recursive(any_text | st.integers(-(2**53), 2**53) | st.none(), st.lists, max_leaves=5),
)


def entry_with(commitment):
    return canonical({"v": 1, "seq": 0, "time": "t", "type": "t", "prev": "0", "commitment": commitment})


@given(payloads)
def test_any_payload_stands_on_one_line_and_is_what_was_committed_to(payload):
    commitment, record = seal_payload(payload)

    entry, kept = split_line(entry_with(commitment) + b"\t" + record + b"\n")

    assert is_kept_as_committed(read_head(entry), kept)
    assert json.loads(read_payload(kept)) == json.loads(canonical(payload))


def test_the_same_payload_has_another_commitment_each_time():
    first, second = seal_payload({"ssn": "078-05-1120"}), seal_payload({"ssn": "078-05-1120"})

    assert first[0] != second[0]


@given(st.integers(0), st.integers(0, 255))
def test_a_payload_with_any_other_byte_is_not_what_was_committed_to(place, byte):
    commitment, record = seal_payload({"text": "hello"})
    place %= len(record)
    changed = record[:place] + bytes([byte]) + record[place + 1 :]

    is_kept = is_kept_as_committed(read_head(entry_with(commitment)), changed)

    assert is_kept == (changed == record)


def test_half_a_character_is_written_as_the_replacement_character():
    assert (
        canonical({"a": ["x\ud83d", {"b": "\ud83d\ude00"}, 1]}) == '{"a":["x\ufffd",{"b":"😀"},1]}'.encode()
    )


@pytest.mark.parametrize("line", [b"", b"{}\n", b"{}\t-", b"{}\t-\t-\n"])
def test_what_is_not_a_line_is_refused(line):
    with pytest.raises(MalformedLine):
        split_line(line)


@pytest.mark.parametrize(
    "entry", [b"", b"[]", b"\xff", b'{"v":1}', b'{"v":2,"seq":0,"time":"t","type":"t","prev":"0"}', b'{"v":1,"seq":"0","time":"t","type":"t","prev":"0"}']
)  # fmt: skip
def test_what_is_not_an_entry_is_refused(entry):
    with pytest.raises(MalformedLine):
        read_head(entry)
