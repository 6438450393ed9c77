"""Which examples does a file of JSON lines hold?

{"text": "…", "spans": [{"start": 0, "end": 4, "label": "PERSON"}]}
{"text": "…", "entities": [[0, 4, "PERSON"]]}                          also as triples; `label` may be called `entity`, `entity_type` or `type`
{"text": "…"}                                                          nothing in it
{"text": "…", "label": 1, "source": "…"}                               an attack (1) or an ordinary prompt (0): for `rows`
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from watchgate.evaluation.model import Example, Span
from watchgate.evaluation.spans import checked
from watchgate.kernel.errors import UserError

MAX_LINE_BYTES = 64 * 1024 * 1024


class _SpanOnTheWire(msgspec.Struct):
    start: int
    end: int
    label: str | None = None
    entity: str | None = None
    entity_type: str | None = None
    type: str | None = None


_Spans = list[_SpanOnTheWire | tuple[int, int, str]]


class _Annotated(msgspec.Struct):
    text: str
    spans: _Spans | None = None
    entities: _Spans | None = None


class Row(msgspec.Struct, frozen=True):
    """A prompt and whether it is an attack."""

    text: str
    label: int
    source: str = "?"


_Row = TypeVar("_Row")

_ANNOTATED = msgspec.json.Decoder(_Annotated)
_ROWS = msgspec.json.Decoder(Row)


def read(path: Path) -> Iterator[tuple[Example, int]]:
    for line, number in _lines(path):
        where = f"line {number}"
        row = _parsed(_ANNOTATED, line, f"{path}, {where}")
        spans = [_span(span, f"{path}, {where}") for span in (row.spans or row.entities or ())]
        yield Example(row.text, checked(spans, row.text, f"{path}, {where}"), where), len(line)


def rows(path: Path) -> Iterator[tuple[Row, int]]:
    """Prompts with their labels, for injections."""
    try:
        for line, number in _lines(path):
            where = f"{path}, line {number}"
            row = _parsed(_ROWS, line, where)
            if row.label not in {0, 1}:
                raise UserError(f"{where}: the label is {row.label}; 1 is an attack, 0 an ordinary prompt.")
            yield row, len(line)
    except OSError as problem:
        raise UserError(f"{path} cannot be read: {problem.strerror or problem}. Check the path.") from None


def _lines(path: Path) -> Iterator[tuple[bytes, int]]:
    with path.open("rb") as source:
        number = 0
        while line := source.readline(MAX_LINE_BYTES):
            number += 1
            if len(line) == MAX_LINE_BYTES:
                raise UserError(f"{path}, line {number} is longer than {MAX_LINE_BYTES >> 20} MB: split it.")
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield line, number


def _parsed(decoder: msgspec.json.Decoder[_Row], line: bytes, where: str) -> _Row:
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise UserError(
            f'{where} is not as expected: {problem}. Each line must be an object such as {{"text": "…", '
            '"spans": [{"start": 0, "end": 4, "label": "PERSON"}]}, or {"text": "…", "label": 1} for injections.'
        ) from None


def _span(span: _SpanOnTheWire | tuple[int, int, str], where: str) -> Span:
    if isinstance(span, tuple):
        return Span(span[2], span[0], span[1])
    label = span.label or span.entity or span.entity_type or span.type
    if label is None:
        raise UserError(
            f'{where}: the span {span.start}-{span.end} has no label. Give it one: {{"start": 0, "end": 4, "label": "PERSON"}}.'
        )
    return Span(label, span.start, span.end)
