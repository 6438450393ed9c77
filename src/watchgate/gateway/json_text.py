"""What does a JSON body say, and where in its text does each string stand?

A body is parsed once, strictly (a repeated key would let us judge one copy while the model reads the other). When a
policy changes a string, only that string is replaced in the text as it came: field order, number text, white
space and unknown fields stay as the client wrote them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from watchgate.policy.model import Path

MAX_DEPTH = 200
"""Nesting beyond this is refused: no OpenAI request comes near it, and it bounds our recursion."""


class BadJson(ValueError):
    """The body is not JSON that we can judge. The message says why, without quoting the body."""


def parse(body: bytes) -> tuple[str, Any]:
    """The text of *body* and what it says. Raises BadJson: not UTF-8, not JSON, a repeated key, nested too deeply."""
    try:
        text = body.decode()
        document, end = _decoder.raw_decode(text, _WHITESPACE(text, 0).end())  # type: ignore[union-attr]
    except UnicodeDecodeError as error:
        raise BadJson(f"The body is not valid UTF-8 (byte {error.start}).") from None
    except json.JSONDecodeError as error:
        raise BadJson(
            f"The body is not valid JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from None
    except RecursionError:
        raise BadJson(f"The body is nested more than {MAX_DEPTH} levels deep.") from None
    except BadJson:
        raise
    except ValueError:
        raise BadJson("The body holds a number that is too long to read.") from None
    if _WHITESPACE(text, end).end() != len(text):  # type: ignore[union-attr]
        raise BadJson("The body goes on after its JSON value ends.")
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_deeper_than(document, MAX_DEPTH):
        raise BadJson(f"The body is nested more than {MAX_DEPTH} levels deep.")
    return text, document


def splice(text: str, document: Any, changes: Mapping[Path, str]) -> str:
    """*text* with the strings at the given paths replaced, and every other character as it was.

    *document* is what *text* says.
    """
    places = _places_by_search(text, document, changes) or _places_by_counting(text, document, changes)
    pieces: list[str] = []
    done = 0
    for start, end, replacement in sorted(places):
        pieces += (text[done:start], quoted(replacement))
        done = end
    return "".join((*pieces, text[done:]))


def quoted(value: str) -> str:
    """*value* as a JSON string literal, in plain characters where UTF-8 can carry them."""
    literal = json.dumps(value, ensure_ascii=False)
    return literal if _is_encodable(literal) else json.dumps(value)


def _refuse_constant(name: str) -> NoReturn:
    raise BadJson(f"The body is not valid JSON: {name} is not a JSON number.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise BadJson(
            "The body repeats a key inside one object. Send each key once: a gateway that judged one copy "
            "while the model reads the other would be blind.",
        )
    return members


_decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant)
_WHITESPACE = re.compile(r"[ \t\n\r]*").match
_STRING = re.compile(r'"(?:[^"\\]+|\\.)*"', re.DOTALL)


def _is_deeper_than(document: Any, limit: int) -> bool:
    level = [document]
    for _ in range(limit):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


Place = tuple[int, int, str]
"""Start and end of a string literal, quotes included, and what shall stand there."""

_MAY_FOLLOW_A_STRING = frozenset(" \t\n\r:,]}")


def _places_by_search(text: str, document: Any, changes: Mapping[Path, str]) -> list[Place] | None:
    """Look for the literals themselves. None when one cannot be told apart this way.

    A literal that is found just once is the right one, unless the match begins at the end of one string and ends at the
    beginning of another (only if it starts with what may follow a string), or inside a string (then its quote is escaped).
    """
    places: list[Place] = []
    for path, replacement in changes.items():
        old = document
        for step in path:
            old = old[step]
        literal = json.dumps(old, ensure_ascii=False)
        start = text.find(literal)
        is_certain = (
            start > 0
            and text[start - 1] != "\\"
            and literal[1] not in _MAY_FOLLOW_A_STRING
            and text.find(literal, start + 1) < 0
        )
        if not is_certain:
            return None
        places.append((start, start + len(literal), replacement))
    return places


def _places_by_counting(text: str, document: Any, changes: Mapping[Path, str]) -> list[Place]:
    """The n-th string of a walk through the document is the n-th string literal of the text."""
    wanted: dict[str | int, Any] = {}
    for path, replacement in changes.items():
        node = wanted
        for step in path[:-1]:
            node = node.setdefault(step, {})
        node[path[-1]] = replacement
    replacements = dict(_numbered(document, wanted, 0))
    return [
        (literal.start(), literal.end(), replacements[number])
        for number, literal in enumerate(_STRING.finditer(text))
        if number in replacements
    ]


def _numbered(node: Any, wanted: Mapping[str | int, Any], number: int) -> Iterator[tuple[int, str]]:
    """(number of the string literal, its replacement) for each wanted path below *node*, whose first literal has *number*."""
    members = node.items() if isinstance(node, dict) else enumerate(node)
    for key, child in members:
        if isinstance(node, dict):
            number += 1
        match wanted.get(key):
            case str(replacement):
                yield number, replacement
            case dict(below):
                yield from _numbered(child, below, number)
        number += _count(child)


def _count(node: Any) -> int:
    """How many string literals are in *node*, keys included."""
    if isinstance(node, str):
        return 1
    if isinstance(node, dict):
        return len(node) + sum(map(_count, node.values()))
    if isinstance(node, list):
        return sum(map(_count, node))
    return 0


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
