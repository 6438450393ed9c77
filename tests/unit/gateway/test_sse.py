"""Framing: whole events come out however the bytes were split."""

from hypothesis import given
from hypothesis import strategies as st

from watchgate.gateway.sse import EventReader, with_data

line_ends = st.sampled_from([b"\n", b"\r\n", b"\r"])
field_lines = st.sampled_from(
    [
        b"data: {}",
        b'data: {"a":"\xc3\xa4"}',
        b"data:x",
        b"data",
        b": ping",
        b"event: response.created",
        b"id: 1",
        b"retry: 5",
    ],
)


@st.composite
def streams(draw):
    """(bytes, their events as lists of lines)"""
    events = draw(st.lists(st.lists(field_lines, min_size=1, max_size=3), max_size=6))
    end = draw(line_ends)
    return b"".join(end.join(lines) + end + end for lines in events), events


def pieces(data, cuts):
    places = sorted({cut % (len(data) + 1) for cut in cuts})
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


@given(streams(), st.lists(st.integers(0, 10_000), max_size=12))
def test_any_split_gives_the_same_events_and_the_same_bytes(stream, cuts):
    data, written = stream
    reader = EventReader()

    events = [event for piece in pieces(data, cuts) for event in reader.feed(piece)]

    assert b"".join(event.raw for event in events) + reader.rest() == data
    carried = [event.data for event in events if event.data is not None]
    assert carried == [
        b"\n".join(line.partition(b":")[2].removeprefix(b" ") for line in lines if line.startswith(b"data"))
        for lines in written
        if any(line.startswith(b"data") for line in lines)
    ]


def test_an_unfinished_event_is_kept_back():
    reader = EventReader()

    assert reader.feed(b'data: {"a":1}\n\ndata: {"b"')[0].data == b'{"a":1}'
    assert reader.rest() == b'data: {"b"'


def test_other_lines_of_an_event_stay_when_its_data_changes():
    event = EventReader().feed(b"event: x\r\nid: 7\r\ndata: {}\r\n\r\n")[0]

    assert with_data(event, b'{"y":1}') == b'event: x\nid: 7\ndata: {"y":1}\n\n'
