"""Which examples does a file in CoNLL's form hold?

Maria   B-PER      a token and its tag, with a tab between (or blanks: then the first and the last column count)
Andersson   I-PER
met   O
                   an empty line ends a sentence: one example, its tokens joined with blanks

Tags are BIO, BIOES or BILOU; plain ones (PER, IO) count as one span as long as they repeat.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchgate.evaluation.model import Example, Span
from watchgate.kernel.errors import UserError

_TAG = re.compile(r"(?:([BIESLU])-)?(.+)")
_NEW = frozenset("BSU")
_LAST = frozenset("ESLU")


def read(path: Path) -> Iterator[tuple[Example, int]]:
    tokens: list[tuple[str, str]] = []
    first = size = 0
    with path.open("rb") as source:
        for number, raw in enumerate(source, 1):
            size += len(raw)
            line = raw.decode().rstrip("\r\n").removeprefix("\ufeff")
            if line.strip() and not line.startswith("-DOCSTART-"):
                first = first or number
                tokens.append(_token(line, f"{path}, line {number}"))
            elif tokens:
                yield _example(tokens, f"line {first}"), size
                tokens, first, size = [], 0, 0
    if tokens:
        yield _example(tokens, f"line {first}"), size


def _token(line: str, where: str) -> tuple[str, str]:
    columns = line.split("\t") if "\t" in line else line.split()
    if len(columns) < 2 or not columns[-1].strip():
        raise UserError(f"{where} has no tag: each line must be a token, a tab and a tag such as B-PER or O.")
    return columns[0].strip(), columns[-1].strip()


def _example(tokens: Sequence[tuple[str, str]], where: str) -> Example:
    text = " ".join(token for token, _ in tokens)
    return Example(text, tuple(_spans(tokens)), where)


def _spans(tokens: Sequence[tuple[str, str]]) -> Iterator[Span]:
    at = 0
    opened: Span | None = None
    for token, tag in tokens:
        end = at + len(token)
        place, label = _read(tag)
        if opened and (label != opened.label or place in _NEW):
            yield opened
            opened = None
        if label and token:
            opened = Span(label, opened.start if opened else at, end)
            if place in _LAST:
                yield opened
                opened = None
        at = end + 1
    if opened:
        yield opened


def _read(tag: str) -> tuple[str, str]:
    """The letter before the label, and the label; both empty outside."""
    found = _TAG.fullmatch(tag)
    if tag == "O" or not found:
        return "", ""
    return found.group(1) or "", found.group(2)
