"""Where in a text do patterns match? One Hyperscan pass, linear in the text whatever the patterns are."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import hyperscan

MAX_HITS = 20_000
"""Beyond this many raw hits, the rest of the text counts as matched: too much is removed rather than too little."""

_UNICODE = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_SOM_LEFTMOST
_PROPERTIES = hyperscan.HS_FLAG_UCP


class Unsupported(ValueError):  # noqa: N818 -- says what the pattern is
    """A pattern that cannot run in linear time, or that is no pattern."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Rule number *rule* matched `[start, end)`."""

    rule: int
    start: int
    end: int


def check(pattern: str) -> None:
    """Raises `Unsupported`, saying which construct is the trouble."""
    _flags(pattern)


class Scanner:
    """Compiled patterns. Thread-safe: each thread scans with scratch memory of its own."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=[pattern.encode() for pattern in patterns],
            ids=list(range(len(patterns))),
            elements=len(patterns),
            flags=[_flags(pattern) for pattern in patterns],
        )
        self._of_thread = threading.local()

    def hits(self, text: str) -> list[Hit]:
        """Every match, in the order of the text; overlapping matches of one rule are one hit."""
        data = text.encode(
            errors="replace"
        )  # a lone surrogate becomes one `?`, so code points keep their number
        raw: list[tuple[int, int, int]] = []
        try:
            self._database.scan(data, match_event_handler=_collect, context=raw, scratch=self._scratch())
        except hyperscan.ScanTerminated:
            rule, start, _ = raw[-1]
            raw.append((rule, start, len(data)))
        if not raw:
            return []
        hits = _joined(raw)
        return hits if len(data) == len(text) else _in_code_points(hits, data)

    def _scratch(self) -> hyperscan.Scratch:
        scratch = getattr(self._of_thread, "scratch", None)
        if scratch is None:
            scratch = self._of_thread.scratch = hyperscan.Scratch(self._database)
        return scratch


def _flags(pattern: str) -> int:
    r"""With Unicode classes where possible; Hyperscan has `\b` only without them."""
    try:
        _compile_alone(pattern, _UNICODE | _PROPERTIES)
    except hyperscan.error as error:
        if "UCP mode" not in str(error):
            raise Unsupported(_said(error)) from None
    else:
        return int(_UNICODE | _PROPERTIES)
    try:
        _compile_alone(pattern, _UNICODE)
    except hyperscan.error as error:
        raise Unsupported(_said(error)) from None
    return int(_UNICODE)


def _compile_alone(pattern: str, flags: int) -> None:
    hyperscan.Database().compile(
        expressions=[pattern.encode(errors="replace")], ids=[0], elements=1, flags=[flags]
    )


def _said(error: Exception) -> str:
    said = str(error)
    if "matches empty" in said:
        return "It also matches the empty text."
    return said


def _collect(rule: int, start: int, end: int, _flags: int, raw: Any) -> bool:  # noqa: ANN401 -- Hyperscan hands back our own list
    raw.append((rule, start, end))
    return len(raw) >= MAX_HITS


def _joined(raw: list[tuple[int, int, int]]) -> list[Hit]:
    joined: list[Hit] = []
    latest: dict[int, int] = {}
    for rule, start, end in sorted(raw, key=lambda hit: (hit[1], hit[2])):
        at = latest.get(rule)
        if at is not None and start < joined[at].end:
            joined[at] = Hit(rule, joined[at].start, max(end, joined[at].end))
        else:
            latest[rule] = len(joined)
            joined.append(Hit(rule, start, end))
    return joined


def _in_code_points(hits: list[Hit], data: bytes) -> list[Hit]:
    offsets = sorted({offset for hit in hits for offset in (hit.start, hit.end)})
    points: dict[int, int] = {}
    done = count = 0
    for offset in offsets:
        count += len(data[done:offset].decode(errors="replace"))
        points[offset] = count
        done = offset
    return [Hit(hit.rule, points[hit.start], points[hit.end]) for hit in hits]
