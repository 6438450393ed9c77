"""`watchgate detect`: what does detection see in a file, and why?"""

import json
import sys
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from watchgate.cli_detect import explaining, tables
from watchgate.cli_detect.asked import Asked, EntitiesOption, SourceOption
from watchgate.cli_detect.explaining import Explanation, explained
from watchgate.cli_detect.reading import lines, read
from watchgate.detection.model import Examination
from watchgate.kernel.errors import UserError

EXAMPLES = """Examples:

  watchgate detect letter.txt

  watchgate detect --explain letter.txt

  echo "mail maria@example.com" | watchgate detect --json

  watchgate detect --jsonl prompts.jsonl > findings.jsonl

  watchgate detect evaluate --data annotated.json     how good is it? (see watchgate detect evaluate --help)"""

Files = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE…|-]", help="Files to read; - or none is standard input.")
]


def detect(
    files: Files = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_lines: Annotated[
        bool, typer.Option("--jsonl", help='Read a JSON object {"id", "text"} a line, and print one a line.')
    ] = False,
    entities: EntitiesOption = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say why, term by term, and what was considered and rejected."),
    ] = False,
    topics: Annotated[
        bool, typer.Option("--topics", help="Also say what a text is about: the content filter's categories.")
    ] = False,
    source: SourceOption = None,
) -> None:
    """Say where personal data, secrets and attempts at prompt injection stand in a text. Offsets count code points."""
    asked = Asked.parse(entities, with_topics=topics, source=source)
    names = files or ["-"]
    if as_json and as_lines:
        raise UserError("--json and --jsonl exclude each other: choose the form of the answer.")
    look = explained if explain else _unexplained
    if as_lines:
        for name in names:
            for line in lines(name):
                written = _full(look(asked, line.text)) if explain else _short(asked.examine(line.text))
                sys.stdout.write(json.dumps({"id": line.id, **written}) + "\n")
                sys.stdout.flush()
        return
    seen = [(name, text, look(asked, text)) for name, text in map(read, names)]
    if as_json:
        typer.echo(json.dumps({"files": [{"file": name, **_full(one)} for name, _, one in seen]}))
        return
    console = Console(highlight=False)
    for name, text, one in seen:
        if explain:
            explaining.show(console, name, text, one)
        else:
            tables.show(console, name, text, one.seen)


def _unexplained(asked: Asked, text: str) -> Explanation:
    return Explanation(asked.examine(text), None)


def _full(explanation: Explanation) -> dict[str, Any]:
    written: dict[str, Any] = msgspec.to_builtins(explanation.seen)
    if explanation.rejected is not None:
        written["rejected"] = msgspec.to_builtins(explanation.rejected)
        written["injection"]["evidence"] = msgspec.to_builtins(explanation.injection)
    return written


def _short(seen: Examination) -> dict[str, Any]:
    """Without evidence: for many lines."""
    written: dict[str, Any] = {
        "findings": [
            {"entity": finding.entity, "start": finding.start, "end": finding.end, "score": finding.score}
            for finding in seen.findings
        ],
        "injection": {"score": seen.injection.score},
    }
    if seen.topics:
        written["topics"] = [{"name": topic.name, "score": topic.score} for topic in seen.topics]
    return written
