"""What does the process do that reads files for the extractor? One file after the other, until its input ends."""

import os
import sys
from typing import BinaryIO

import msgspec

from watchgate.ingest.extraction.frames import Hello, Reply, framed, read_frame
from watchgate.ingest.extraction.isolation import allow_cpu_seconds, give_up_rights
from watchgate.ingest.extraction.model import Limits, NotScanned, Outcome, Reason


def main() -> None:
    """Read limits, then pairs of frames (how the file's name ends; its bytes) from the input; answer each with a Reply."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is nobody's answer
    questions = sys.stdin.buffer
    limits = msgspec.msgpack.decode(read_frame(questions) or b"", type=Limits)
    is_isolated = give_up_rights(limits)
    from watchgate.ingest.extraction.reading import read_file  # noqa: PLC0415 -- the library comes in after the bounds

    _write(answers, msgspec.msgpack.encode(Hello(is_isolated)))
    while (ending := read_frame(questions)) is not None and (data := read_frame(questions)) is not None:
        allow_cpu_seconds(limits.seconds)
        try:
            outcome = read_file(data, ending.decode(), limits)
        except MemoryError:
            outcome = NotScanned(Reason.OUT_OF_MEMORY)
        _write(answers, msgspec.msgpack.encode(_reply(outcome, limits)))


def _reply(outcome: Outcome, limits: Limits) -> Reply:
    if isinstance(outcome, NotScanned):
        return Reply(outcome.mime, None, outcome.reason, [])
    text = outcome.text.reveal().encode(errors="replace")
    gaps = [gap.value for gap in outcome.gaps]
    if len(text) > limits.text_bytes:
        text = text[: limits.text_bytes].decode(errors="ignore").encode()
        gaps.append(Reason.TOO_LARGE)
    return Reply(outcome.mime, text, None, gaps)


def _write(answers: BinaryIO, body: bytes) -> None:
    rest = memoryview(framed(body))
    while rest:
        rest = rest[answers.write(rest) :]


if __name__ == "__main__":
    main()
