"""Which examples does a file in the form of presidio-research hold?

The form is that of `InputSample` in microsoft/presidio-research: a JSON array of texts with their spans.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from watchgate.evaluation.model import Example, Span
from watchgate.evaluation.spans import checked
from watchgate.kernel.errors import UserError


class _SpanOnTheWire(msgspec.Struct):
    entity_type: str
    start_position: int
    end_position: int


class _SampleOnTheWire(msgspec.Struct):
    full_text: str
    spans: list[_SpanOnTheWire] = []


_SAMPLES = msgspec.json.Decoder(list[_SampleOnTheWire])


def read(path: Path) -> Iterator[tuple[Example, int]]:
    content = path.read_bytes()
    try:
        samples = _SAMPLES.decode(content)
    except msgspec.DecodeError as problem:
        raise UserError(
            f"{path} is not in the form of presidio-research: {problem}. Expected is a JSON array of "
            '{"full_text": "…", "spans": [{"entity_type": "…", "start_position": 0, "end_position": 4}]}; '
            "for other forms give --format."
        ) from None
    share = len(content) // max(1, len(samples))
    for number, sample in enumerate(samples, 1):
        where = f"item {number}"
        spans = [Span(span.entity_type, span.start_position, span.end_position) for span in sample.spans]
        yield Example(sample.full_text, checked(spans, sample.full_text, f"{path}, {where}"), where), share
