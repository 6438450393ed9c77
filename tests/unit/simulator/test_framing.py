import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.simulator.faults import Fault
from watchgate.simulator.framing import frame_stream, split_inside_a_character
from watchgate.simulator.reply import StreamEvent, StreamReply

EVENTS = [StreamEvent({"n": number, "text": "é"}) for number in range(4)]
NAMED = [StreamEvent({"type": "a", "n": number}, "a") for number in range(4)]


def reply(events: list[StreamEvent] = EVENTS, *, ends_with_done: bool = True) -> StreamReply:
    return StreamReply(
        events, error_in_place_of=lambda _: StreamEvent({"error": True}), ends_with_done=ends_with_done
    )


def faults(*names: str) -> dict[str, Fault]:
    return {name: Fault(name) for name in names}


def test_a_chat_stream_has_data_lines_and_ends_with_done() -> None:
    stream = frame_stream(reply(), {})

    assert stream.writes[0] == 'data: {"n":0,"text":"é"}\n\n'.encode()
    assert stream.writes[-1] == b"data: [DONE]\n\n"
    assert not stream.is_cut


def test_a_responses_stream_names_its_events_and_has_no_done() -> None:
    stream = frame_stream(reply(NAMED, ends_with_done=False), {})

    assert stream.writes[0] == b'event: a\ndata: {"type":"a","n":0}\n\n'
    assert b"[DONE]" not in stream.writes[-1]


def test_a_responses_stream_ends_with_done_when_the_fault_says_so() -> None:
    stream = frame_stream(reply(NAMED, ends_with_done=False), faults("responses-done"))

    assert stream.writes[-1] == b"data: [DONE]\n\n"


def test_odd_framing_is_still_the_same_events() -> None:
    stream = frame_stream(reply(NAMED), faults("comments", "crlf"))

    text = b"".join(stream.writes)
    blocks = text.split(b"\r\n\r\n")[:-2]
    data = [
        b"\n".join(line[6:] for line in block.split(b"\r\n") if line.startswith(b"data: "))
        for block in blocks
    ]
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert text.count(b": ping\r\n") == 4
    assert [json.loads(each) for each in data] == [event.body for event in NAMED]


def test_a_cut_stream_breaks_in_the_middle_of_an_event() -> None:
    stream = frame_stream(reply(), {"cut-stream": Fault("cut-stream", 1)})

    assert stream.is_cut
    assert len(stream.writes) == 2
    assert stream.writes[1] == b'data: {"n":1,'


def test_an_error_in_mid_stream_is_the_last_event() -> None:
    stream = frame_stream(reply(), faults("mid-stream-error"))

    assert len(stream.writes) == 3
    assert stream.writes[-1] == b'data: {"error":true}\n\n'


@pytest.mark.parametrize("odd", [(), ("comments",), ("crlf", "comments")])
def test_malformed_json_is_one_event_that_does_not_parse(odd: tuple[str, ...]) -> None:
    stream = frame_stream(reply(ends_with_done=False), faults("malformed-json", *odd))

    broken = [write for write in stream.writes if not parses(write)]
    assert len(broken) == 1


@given(st.text(max_size=20))
def test_splitting_a_write_loses_nothing_and_splits_a_character_where_there_is_one(text: str) -> None:
    whole = text.encode("utf-8", "surrogatepass")

    pieces = split_inside_a_character(whole)

    assert b"".join(pieces) == whole
    assert len(pieces) == (1 if text.isascii() else 2)


def parses(write: bytes) -> bool:
    lines = [line for line in write.replace(b"\r\n", b"\n").split(b"\n") if line.startswith(b"data: ")]
    try:
        json.loads(b"\n".join(line[6:] for line in lines))
    except ValueError:
        return False
    return True
