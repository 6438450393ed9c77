"""Where in a text do patterns match? One Hyperscan pass, linear in the text whatever the patterns are."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

try:
    import hyperscan
except ImportError:  # no wheel for this machine: whoever needs it is told so
    hyperscan = None  # type: ignore[assignment]

MAX_HITS = 100_000
"""More raw hits in one text than this: we do not go on, and say that we did not look."""

_REGEX = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_SOM_LEFTMOST if hyperscan else 0
_UNICODE_CLASSES = hyperscan.HS_FLAG_UCP if hyperscan else 0

RawHit = tuple[int, int, int]


class Unsupported(ValueError):
    """A pattern that cannot run in linear time, or that is no pattern."""


class TooManyHits(ValueError):
    """A text in which the patterns match too often to be worth counting."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Rule number *rule* matched `[start, end)`."""

    rule: int
    start: int
    end: int


def check(pattern: str) -> None:
    """Raises `Unsupported`, saying which construct is the trouble."""
    _flags(pattern)


class Patterns:
    """Compiled regular expressions. Thread-safe. Raises `Unsupported` when they are too much together."""

    def __init__(self, patterns: Sequence[str]) -> None:
        flags = [_flags(pattern) for pattern in patterns]
        try:
            self._compiled = _Compiled([_bytes(pattern) for pattern in patterns], flags)
        except hyperscan.error as error:
            raise Unsupported(f"Together, {_said(error)}") from None

    def hits(self, text: str) -> list[Hit]:
        """Every match, in the order of the text; overlapping matches of one rule are one hit."""
        data = _bytes(text)
        raw = self._compiled.scan(data)
        return _in_code_points(_joined(raw), text, data) if raw else []


class Literals:
    """Compiled words, found exactly as they are written, anywhere. Thread-safe."""

    def __init__(self, literals: Sequence[str]) -> None:
        encoded = [_bytes(literal) for literal in literals]
        self._lengths = [len(literal) for literal in encoded]
        self._compiled = _Compiled(encoded, [0] * len(encoded), is_literal=True)

    def hits(self, text: str) -> list[Hit]:
        """Every occurrence, in no particular order."""
        data = _bytes(text)
        # Hyperscan reports where a literal ends, not where it starts.
        hits = [Hit(rule, end - self._lengths[rule], end) for rule, _, end in self._compiled.scan(data)]
        return _in_code_points(hits, text, data) if hits else []


class _Compiled:
    """A Hyperscan database. Each thread scans with scratch memory of its own."""

    def __init__(
        self, expressions: Sequence[bytes], flags: Sequence[int], *, is_literal: bool = False
    ) -> None:
        _require_hyperscan()
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=list(expressions),
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=list(flags),
            literal=is_literal,
        )
        self._of_thread = threading.local()

    def scan(self, data: bytes) -> list[RawHit]:
        scratch = getattr(self._of_thread, "scratch", None)
        if scratch is None:
            scratch = self._of_thread.scratch = hyperscan.Scratch(self._database)
        raw: list[RawHit] = []
        try:
            self._database.scan(data, match_event_handler=_collect, context=raw, scratch=scratch)
        except hyperscan.ScanTerminated:
            raise TooManyHits(f"more than {MAX_HITS} matches in one text") from None
        return raw


def _require_hyperscan() -> None:
    if not hyperscan:
        raise Unsupported(
            "A content filter's own words and patterns need Hyperscan, which is not installed here."
        )


def _flags(pattern: str) -> int:
    r"""With Unicode classes where possible; Hyperscan has `\b` only without them."""
    _require_hyperscan()
    if "\0" in pattern:
        raise Unsupported("It holds a NUL character; write \\x00.")
    try:
        _compile_alone(pattern, _REGEX | _UNICODE_CLASSES)
    except hyperscan.error as error:
        if "UCP mode" not in str(error):
            raise Unsupported(_said(error)) from None
    else:
        return int(_REGEX | _UNICODE_CLASSES)
    try:
        _compile_alone(pattern, _REGEX)
    except hyperscan.error as error:
        raise Unsupported(_said(error)) from None
    return int(_REGEX)


def _compile_alone(pattern: str, flags: int) -> None:
    hyperscan.Database().compile(expressions=[_bytes(pattern)], ids=[0], elements=1, flags=[flags])


def _said(error: Exception) -> str:
    said = str(error)
    return "It also matches the empty text." if "matches empty" in said else said


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")  # a lone surrogate becomes one `?`, so code points keep their number


def _collect(rule: int, start: int, end: int, _flags: int, raw: Any) -> bool:  # noqa: ANN401 -- Hyperscan hands back our own list
    raw.append((rule, start, end))
    return len(raw) >= MAX_HITS


def _joined(raw: list[RawHit]) -> list[Hit]:
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


def _in_code_points(hits: list[Hit], text: str, data: bytes) -> list[Hit]:
    if len(data) == len(text):
        return hits
    points: dict[int, int] = {}
    done = count = 0
    for offset in sorted({offset for hit in hits for offset in (hit.start, hit.end)}):
        count += len(data[done:offset].decode(errors="replace"))
        points[offset] = count
        done = offset
    return [Hit(hit.rule, points[hit.start], points[hit.end]) for hit in hits]
