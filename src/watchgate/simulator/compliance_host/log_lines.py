"""How does an event look in a log file, on a good day and on a bad one?"""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from watchgate.simulator.faults import Faults
from watchgate.simulator.population.identifiers import drawn_uuid

UNKNOWN_TYPE = "QUANTUM_LOG"
_LINE_FAULTS = ("log-broken-line", "log-concatenated", "log-unknown-type", "log-unknown-field")
_encoder = msgspec.json.Encoder()


def encoded(body: dict[str, Any]) -> bytes:
    """*body* as one JSON object. Lone surrogates, which have no UTF-8 form, are escaped."""
    try:
        return _encoder.encode(body)
    except UnicodeEncodeError:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Line:
    """Bytes of a log file, mostly an event and its newline."""

    data: bytes
    is_broken: bool = False
    inserted: dict[str, Any] | None = None
    """The event, when the population does not know it."""


def written(
    events: Iterable[bytes], stranger: dict[str, Any], luck: random.Random, faults: Faults
) -> Iterator[Line]:
    """*events* as lines. *stranger* is what an inserted event of an unknown type says, but for its id."""
    if not faults.is_any_in_force(_LINE_FAULTS):
        for event in events:
            yield Line(event + b"\n")
        return
    has_newline = True
    for event in events:
        if faults.strikes("log-broken-line", luck):
            yield from _ended(has_newline)
            yield Line(event[: 1 + int(luck.random() * (len(event) - 1))] + b"\n", is_broken=True)
        if faults.strikes("log-unknown-field", luck):
            event = event[:-1] + b',"added_later":{"level":3,"tags":["new"]}}'  # noqa: PLW2901 - the same event, with a field more
        has_newline = not faults.strikes("log-concatenated", luck)
        yield Line(event + (b"\n" if has_newline else b""))
        if faults.strikes("log-unknown-type", luck):
            yield from _ended(has_newline)
            inserted = {"event_id": drawn_uuid(luck), **stranger}
            yield Line(encoded(inserted) + b"\n", inserted=inserted)
            has_newline = True
    yield from _ended(has_newline)


def _ended(has_newline: bool) -> Iterator[Line]:  # noqa: FBT001 - the only thing there is to say
    """The newline that the line before still lacks."""
    if not has_newline:
        yield Line(b"\n")
