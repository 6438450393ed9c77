"""How do events become bytes? Server-sent events as OpenAI frames them, or in the odd but legal ways a fault asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from watchgate.simulator.faults import Fault
from watchgate.simulator.reply import StreamEvent, StreamReply, compact, pretty

_DONE = b"data: [DONE]"


@dataclass(frozen=True, slots=True)
class FramedStream:
    """The writes of a stream in order. A cut one must not be ended politely."""

    writes: list[bytes]
    is_cut: bool


def frame_stream(reply: StreamReply, faults: Mapping[str, Fault]) -> FramedStream:
    """*reply* as the bytes to send, with the faults that change its content or framing."""
    events, is_broken_off = _with_error(reply, faults.get("mid-stream-error"))
    lines = [_lines(event, has_comments="comments" in faults) for event in events]
    if "malformed-json" in faults:
        lines[len(lines) // 2] = _cut_short(lines[len(lines) // 2])
    if not is_broken_off and (reply.ends_with_done or "responses-done" in faults):
        lines.append([_DONE])
    line_end = b"\r\n" if "crlf" in faults else b"\n"
    writes = [line_end.join([*each, b"", b""]) for each in lines]
    cut = faults.get("cut-stream")
    if cut is None:
        return FramedStream(writes, is_cut=False)
    whole = _place(cut, len(writes))
    return FramedStream([*writes[:whole], writes[whole][: len(writes[whole]) // 2]], is_cut=True)


def split_inside_a_character(write: bytes) -> list[bytes]:
    """*write* in two, cut inside its first character of several bytes; in one when it has none."""
    for position, byte in enumerate(write):
        if byte >= 0xC0:
            return [write[: position + 1], write[position + 1 :]]
    return [write]


def _with_error(reply: StreamReply, fault: Fault | None) -> tuple[list[StreamEvent], bool]:
    events = list(reply.events)
    if fault is None or not events:
        return events, False
    place = _place(fault, len(events))
    return [*events[:place], reply.error_in_place_of(events[place])], True


def _place(fault: Fault, count: int) -> int:
    """After how many whole events a fault strikes: its amount, or half; at the latest in place of the last one."""
    wanted = count // 2 if fault.amount is None else int(fault.amount)
    return min(wanted, count - 1)


def _lines(event: StreamEvent, *, has_comments: bool) -> list[bytes]:
    lines = [b": ping"] if has_comments else []
    if event.name is not None:
        lines.append(b"event: " + event.name.encode())
    body = pretty(event.body).split(b"\n") if has_comments else [compact(event.body)]
    return lines + [b"data: " + line for line in body]


def _cut_short(lines: list[bytes]) -> list[bytes]:
    *before, last = lines
    if before and last == b"data: }":
        return before
    return [*before, last[: len(last) // 2]]
