"""How are the rows of an imported file read? CSV with a first line of names, or one JSON object a line; each with its line number."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum

from watchgate.hub.sources.imported import BadRow
from watchgate.kernel.errors import UserError

MOST_ROWS = 1_000_000
Row = tuple[int, Mapping[str, object] | BadRow]


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


def rows(content: str, form: Format) -> Iterator[Row]:
    """(line, row), or what is wrong with the line. Raises UserError for what is no such file."""
    reads = _csv(content) if form is Format.CSV else _jsonl(content)
    for count, row in enumerate(reads):
        if count == MOST_ROWS:
            raise UserError(f"The file has more than {MOST_ROWS:,} rows. Cut it into several.")
        yield row


def _csv(content: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    if not reader.fieldnames:
        raise UserError("The file is empty. Its first line has to name the columns.")
    try:
        for row in reader:
            if None in row or None in row.values():
                yield reader.line_num, BadRow("It has not as many fields as the first line names.")
            else:
                yield reader.line_num, row
    except csv.Error as error:
        raise UserError(f"Line {reader.line_num} is not CSV: {error}.") from None


def _jsonl(content: str) -> Iterator[Row]:
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        yield number, row if isinstance(row, dict) else BadRow("It is not a JSON object.")
