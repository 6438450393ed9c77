"""`watchgate detect` and `watchgate redact`: what does detection see in a file?"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from watchgate.cli_detect.command import Detect
from watchgate.detection.engine import Engine, default_engine
from watchgate.detection.entities import UnknownEntity, resolve
from watchgate.detection.model import Examination, Finding
from watchgate.detection.redact import Labels, excerpt
from watchgate.kernel.errors import UserError

MAX_LINE_BYTES = 64 * 1024 * 1024

_DETECT_EXAMPLES = """Examples:

  watchgate detect letter.txt

  echo "mail maria@example.com" | watchgate detect --json

  watchgate detect --jsonl prompts.jsonl > findings.jsonl"""

_REDACT_EXAMPLES = """Example:

  watchgate redact letter.txt > letter.masked.txt"""

_Files = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE…|-]", help="Files to read; - or none is standard input.")
]
_Entities = Annotated[
    str | None,
    typer.Option(
        metavar="A,B", help="Only these entities, by Presidio's names or short ones (EMAIL, PHONE, SSN)."
    ),
]


def register(app: typer.Typer) -> None:
    """Add `detect` and `redact` to *app*."""
    app.command("detect", epilog=_DETECT_EXAMPLES, cls=Detect)(detect)
    app.command("redact", epilog=_REDACT_EXAMPLES)(redact)


def detect(
    files: _Files = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_lines: Annotated[
        bool, typer.Option("--jsonl", help='Read a JSON object {"id", "text"} a line, and print one a line.')
    ] = False,
    entities: _Entities = None,
) -> None:
    """Say where personal data, secrets and attempts at prompt injection stand in a text. Offsets count code points."""
    wanted = _Wanted.parse(entities)
    names = files or ["-"]
    if as_json and as_lines:
        raise UserError("--json and --jsonl exclude each other: choose the form of the answer.")
    if as_lines:
        for name in names:
            _detect_lines(name, wanted)
        return
    seen = [(name, text, wanted.examine(text)) for name, text in map(_read, names)]
    if as_json:
        typer.echo(json.dumps({"files": [_as_json(name, examination) for name, _, examination in seen]}))
    else:
        _show(seen)


def redact(files: _Files = None, *, entities: _Entities = None) -> None:
    """Print a text with personal data and secrets masked: the same value gets the same label, such as <EMAIL_1>."""
    wanted = _Wanted.parse(entities)
    labels = Labels()
    texts = [text for _, text in map(_read, files or ["-"])]
    for text in texts:
        sys.stdout.buffer.write(labels.redact(text, wanted.examine(text).findings).encode())
    sys.stdout.buffer.flush()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The engine, and the entities that were asked for (None: all)."""

    engine: Engine
    entities: frozenset[str] | None

    @classmethod
    def parse(cls, names: str | None) -> "_Wanted":
        try:
            entities = (
                None
                if names is None
                else frozenset(resolve(name) for name in names.split(",") if name.strip())
            )
        except UnknownEntity as problem:
            raise UserError(str(problem)) from None
        if entities is not None and not entities:
            raise UserError("--entities names no entity: give a list such as EMAIL,PHONE, or leave it out.")
        return cls(default_engine(), entities)

    def examine(self, text: str) -> Examination:
        seen = self.engine.examine(text)
        if self.entities is None:
            return seen
        kept = tuple(finding for finding in seen.findings if finding.entity in self.entities)
        return Examination(kept, seen.injection)


def _read(name: str) -> tuple[str, str]:
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


def _detect_lines(name: str, wanted: _Wanted) -> None:
    out = sys.stdout
    for line in _lines(name):
        seen = wanted.examine(line.text)
        findings = [
            {"entity": finding.entity, "start": finding.start, "end": finding.end, "score": finding.score}
            for finding in seen.findings
        ]
        out.write(
            json.dumps({"id": line.id, "findings": findings, "injection": {"score": seen.injection.score}})
            + "\n"
        )
        out.flush()


@dataclass(frozen=True, slots=True)
class _Line:
    id: Any
    text: str


def _lines(name: str) -> Iterator[_Line]:
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


def _parsed(raw: bytes, where: str) -> _Line:
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
    return _Line(document["id"], document["text"])


def _unreadable(name: str, problem: OSError) -> UserError:
    return UserError(f"{name} cannot be read: {problem.strerror or problem}. Check the path.")


def _as_json(name: str, seen: Examination) -> dict[str, Any]:
    return {"file": name, **msgspec.to_builtins(seen)}


def _show(seen: Sequence[tuple[str, str, Examination]]) -> None:
    console = Console(highlight=False)
    for name, text, examination in seen:
        if not examination.findings and not examination.injection.signals:
            console.print(f"{name}: nothing found", markup=False, soft_wrap=True)
            continue
        if examination.findings:
            console.print(_table(name, text, examination.findings))
        injection = examination.injection
        if injection.signals:
            signals = ", ".join(sorted({signal.name for signal in injection.signals}))
            console.print(
                f"{name}: prompt injection {injection.score:.2f} ({signals})", markup=False, soft_wrap=True
            )


def _table(name: str, text: str, findings: Sequence[Finding]) -> Table:
    table = Table(title=Text(name), title_justify="left", box=None, padding=(0, 2, 0, 0))
    for heading in ("where", "entity", "score", "masked", "because of"):
        table.add_column(heading, justify="right" if heading in {"where", "score"} else "left")
    for finding in findings:
        because = ", ".join(f"{term.reason} ({term.weight:+.2f})" for term in finding.evidence)
        where = f"{finding.start}-{finding.end}"
        masked = excerpt(text[finding.start : finding.end])
        table.add_row(where, finding.entity, f"{finding.score:.2f}", Text(masked), Text(because))
    return table
