"""`watchgate detect evaluate`: how good is detection on these files?

--data        annotated texts        precision, recall, F1 for each entity, false alarms, speed
--benign      texts without anything  alarms per megabyte
--injections  attacks and prompts    the curve of the injection score
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from watchgate.cli_detect.asked import Asked, EntitiesOption, SourceOption
from watchgate.cli_detect.evaluation_json import as_json
from watchgate.cli_detect.evaluation_tables import Tables
from watchgate.detection.entities import UnknownEntity, resolve
from watchgate.detection.model import Finding
from watchgate.evaluation.attacks import Scores
from watchgate.evaluation.jsonl import rows
from watchgate.evaluation.judging import Judge, Verdict
from watchgate.evaluation.labels import Labels
from watchgate.evaluation.loading import Format, examples
from watchgate.evaluation.model import Example, Span
from watchgate.kernel.errors import UserError

_T = TypeVar("_T")
_BAR_FROM_BYTES = 2_000_000
_STEP_BYTES = 100_000

_FORMATS = Literal["auto", "presidio", "jsonl", "conll", "text"]


def evaluate(  # noqa: PLR0913 -- one parameter an option
    *,
    data: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Annotated texts: precision, recall and F1. May be given again."),
    ] = None,
    benign: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Texts with nothing in them: whatever is found is a false alarm."),
    ] = None,
    injections: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help='Prompts a line, {"text", "label"}: 1 is an attack, 0 an ordinary prompt.'
        ),
    ] = None,
    form: Annotated[
        _FORMATS, typer.Option("--format", help="Of --data and --benign; auto looks at the file.")
    ] = "auto",
    mapping: Annotated[
        str | None,
        typer.Option("--map", metavar="THEIRS=OURS,…", help="Which of our entities a label stands for."),
    ] = None,
    entities: EntitiesOption = None,
    source: SourceOption = None,
    merge_places: Annotated[
        bool, typer.Option("--merge-places", help="Count addresses, towns and countries as one LOCATION.")
    ] = False,
    join_places: Annotated[
        bool,
        typer.Option(
            "--join-places",
            help="As --merge-places, and places that follow each other count as one: for addresses annotated in pieces.",
        ),
    ] = False,
    errors: Annotated[
        int, typer.Option(metavar="N", min=0, help="Show N misses and N false alarms of each entity.")
    ] = 0,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="Show them as they are, with their neighbours, not masked.")
    ] = False,
    as_document: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how good detection is on annotated texts, on texts with nothing in them, or on prompt injections."""
    if not (data or benign or injections):
        raise UserError("There is nothing to evaluate: give --data, --benign or --injections with a file.")
    asked = Asked.parse(entities, source=source)
    labels = Labels(_given(mapping), merge_places=merge_places or join_places, join_places=join_places)
    judge = Judge(_finds(asked), asked.looked_for, labels, keep=errors)
    chosen: Format | None = None if form == "auto" else form
    results = [(path, _judged(judge, path, chosen)) for path in data or ()]
    alarms = [(path, _judged(judge, path, chosen, is_benign=True)) for path in benign or ()]
    scores = _scored(asked, injections) if injections else None
    if as_document:
        typer.echo(json.dumps(as_json(results, alarms, scores, asked.thresholds, show_text=show_text)))
        return
    tables = Tables(Console(highlight=False, width=None if sys.stdout.isatty() else 160), show_text=show_text)
    tables.show_data(results)
    tables.show_benign(alarms)
    if scores:
        tables.show_injections(scores, asked.thresholds)


def _given(mapping: str | None) -> dict[str, str]:
    """What `--map` says. A label that is mapped to nothing (`TITLE=`) is not scored."""
    given: dict[str, str] = {}
    for pair in filter(None, map(str.strip, (mapping or "").split(","))):
        theirs, equals, ours = pair.partition("=")
        if not equals or not theirs.strip():
            raise UserError(
                f"--map {pair}: expected is their label, = and our entity, such as ORG=ORGANIZATION."
            )
        try:
            given[theirs.strip()] = resolve(ours)
        except UnknownEntity as problem:
            raise UserError(f"--map {pair}: {problem}") from None
    return given


def _finds(asked: Asked) -> Callable[[str], Sequence[Span]]:
    def finds(text: str) -> list[Span]:
        return [_span(finding) for finding in asked.engine.examine(text).findings]

    return finds


def _span(finding: Finding) -> Span:
    return Span(finding.entity, finding.start, finding.end)


def _judged(judge: Judge, path: Path, form: Format | None, *, is_benign: bool = False) -> Verdict:
    read = _with_bar(path, examples(path, form))
    if is_benign:
        read = (Example(example.text, (), example.where) for example in read)
    return judge.judged(read)


def _scored(asked: Asked, paths: Iterable[Path]) -> Scores:
    scores = Scores()
    for path in paths:
        for row in _with_bar(path, rows(path)):
            score = asked.examine(row.text).injection.score
            scores.add(score, is_attack=row.label == 1, source=row.source)
    return scores


def _with_bar(path: Path, read: Iterator[tuple[_T, int]]) -> Iterator[_T]:
    """What is *read*, one after another, with a bar in the terminal when there is much of it."""
    size_bytes = path.stat().st_size if path.exists() else 0
    is_shown = sys.stderr.isatty() and size_bytes >= _BAR_FROM_BYTES
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not is_shown) as bar:
        task = bar.add_task(path.name, total=size_bytes)
        untold_bytes = 0
        for one, taken_bytes in read:
            yield one
            untold_bytes += taken_bytes
            if untold_bytes >= _STEP_BYTES:
                bar.update(task, advance=untold_bytes)
                untold_bytes = 0
