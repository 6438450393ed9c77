"""How are objects named on the command line? `KIND:ID`, with owner and parent beside them, or as JSON in a file."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from watchgate.kernel.errors import UserError
from watchgate.remediation.model import Kind

_MAX_CHARS = 5_000_000


def named(words: Sequence[str], owner: str | None, parent: str | None) -> list[dict[str, Any]]:
    """`conversation:68770f2e-…` for each word. *owner* and *parent* are about all of them. Raises UserError."""
    return [_named(word, owner, parent) for word in words]


def from_file(path: Path) -> list[dict[str, Any]]:
    """A JSON list of objects with kind, id, owner_id and parent_id; `-` is standard input. Raises UserError."""
    try:
        if str(path) == "-":
            text = sys.stdin.read(_MAX_CHARS)
        else:
            with path.expanduser().open(encoding="utf-8") as file:
                text = file.read(_MAX_CHARS)
        found = json.loads(text)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        raise UserError(f"{path} cannot be read as JSON. {_FORM}") from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UserError(f"{path} is not a list of objects. {_FORM}")
    return found


_FORM = 'Write it like [{"kind": "file", "id": "file-…", "owner_id": "user-…"}].'


def _named(word: str, owner: str | None, parent: str | None) -> dict[str, Any]:
    kind, _, object_id = word.partition(":")
    if kind not in set(Kind) or not object_id:
        kinds = ", ".join(sorted(Kind))
        raise UserError(f"{word!r} names no object. Write KIND:ID; the kinds are {kinds}.")
    more = {"owner_id": owner, "parent_id": parent}
    return {"kind": kind, "id": object_id, **{name: value for name, value in more.items() if value}}
