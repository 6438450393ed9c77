"""What do the files (or standard input) hold that the person at the keyboard names? Texts as a whole, or a JSON object a line."""

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from watchgate.kernel.errors import UserError

MAX_LINE_BYTES = 64 * 1024 * 1024


def read(name: str) -> tuple[str, str]:
    """The name to show, and the whole text."""
    shown = "standard input" if name == "-" else name
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        raise _unreadable(name, problem) from None
    try:
        return shown, content.decode()
    except UnicodeDecodeError as problem:
        message = (
            f"{shown} is not UTF-8 text: byte {problem.start} is not. Convert it, for example with iconv."
        )
        raise UserError(message) from None


@dataclass(frozen=True, slots=True)
class Line:
    id: Any
    text: str


def lines(name: str) -> Iterator[Line]:
    """The lines of a file, one at a time; how long the file is does not matter."""
    shown = "standard input" if name == "-" else name
    try:
        opened: AbstractContextManager[IO[bytes]] = (
            nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")  # noqa: SIM115 -- the with statement follows
        )
    except OSError as problem:
        raise _unreadable(name, problem) from None
    with opened as source:
        number = 0
        while raw := source.readline(MAX_LINE_BYTES):
            number += 1
            if len(raw) == MAX_LINE_BYTES:
                raise UserError(f"{shown}, line {number} is longer than {MAX_LINE_BYTES >> 20} MB: split it.")
            if raw.strip():
                yield _parsed(raw, f"{shown}, line {number}")


def _parsed(raw: bytes, where: str) -> Line:
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        raise UserError(
            f'{where} is not JSON: each line must be an object such as {{"id": 1, "text": "…"}}.'
        ) from None
    if not isinstance(document, dict) or "id" not in document or not isinstance(document.get("text"), str):
        raise UserError(
            f'{where} has no "id" and "text": each line must be an object such as {{"id": 1, "text": "…"}}.'
        )
    return Line(document["id"], document["text"])


def _unreadable(name: str, problem: OSError) -> UserError:
    return UserError(f"{name} cannot be read: {problem.strerror or problem}. Check the path.")
