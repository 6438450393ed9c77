"""How are the figures of an evaluation shown in a terminal?"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from watchgate.detection.redact import excerpt
from watchgate.evaluation.attacks import Scores
from watchgate.evaluation.counts import Count, mean_f1, pooled
from watchgate.evaluation.judging import Verdict
from watchgate.evaluation.model import Example
from watchgate.evaluation.scorer import Wrong

_NEIGHBOURS = 30
_KINDS = 20

Results = Sequence[tuple[Path, Verdict]]


class Tables:
    """Prints to *console*; mistakes are masked unless *show_text*."""

    def __init__(self, console: Console, *, show_text: bool) -> None:
        self._console = console
        self._show_text = show_text

    def show_data(self, results: Results) -> None:
        for path, verdict in results:
            self._show_verdict(str(path), verdict)
        if len(results) > 1:
            together = Verdict()
            for _, verdict in results:
                together.merge(verdict)
            together.mistakes.clear()
            self._show_verdict("all files together", together)

    def show_benign(self, alarms: Results) -> None:
        for path, verdict in alarms:
            besides = verdict.tally.besides
            table = _table("entity", "alarms", "per MB")
            for entity, count in sorted(besides.items(), key=lambda item: (-item[1], item[0])):
                table.add_row(entity, str(count), _figure(verdict.timing.per_megabyte(count), 2))
            count = sum(besides.values())
            table.add_row("all", str(count), _figure(verdict.timing.per_megabyte(count), 2))
            self._print(f"{path}: everything that is found counts as a false alarm", table)
            self._say(_speed(verdict))
            self._show_mistakes(verdict)

    def show_injections(self, scores: Scores, thresholds: Iterable[float]) -> None:
        used = set(thresholds)
        table = _table(
            *("score from", "caught", "alarms", "precision", "recall", "F1", "of ordinary prompts"),
        )
        for at in scores.curve(used):
            name = f"{at.threshold:.2f}" + (" *" if at.threshold in used else "")
            rates = (at.rates.precision, at.rates.recall, at.rates.f1)
            alarm_rate = "-" if at.alarm_rate is None else f"{at.alarm_rate:.2%}"
            table.add_row(name, str(at.caught), str(at.alarms), *map(_figure, rates), alarm_rate)
        self._print(
            f"prompt injection: {scores.attack_count} attacks, {scores.ordinary_count} ordinary prompts",
            table,
        )
        self._say(
            f"average precision {_figure(scores.average_precision())}; * is a threshold that policies use"
        )
        table = _table("source", "prompts", *_named(used))
        for what, by_source in (("attacks", scores.attacks), ("ordinary", scores.ordinary)):
            for source, each in sorted(by_source.items()):
                shares = (sum(score >= threshold for score in each) / len(each) for threshold in sorted(used))
                table.add_row(f"{source} ({what})", str(len(each)), *(f"{share:.1%}" for share in shares))
        self._print("by source, at the thresholds that policies use", table)

    def _show_verdict(self, name: str, verdict: Verdict) -> None:
        if verdict.tally.scored:
            self._print(name, _scored(verdict))
            self._say(
                "Columns without “strict” count a finding when its IoU with the annotated span is at least 0.5."
            )
        else:
            self._say(f"\n{name}: nothing in it can be scored.")
        self._say(_speed(verdict))
        self._list("Not scored, no entity of ours (say which with --map)", verdict.unknown)
        self._list("Not scored, not looked for (ask with --entities)", verdict.not_looked_for)
        self._list("Found, but never annotated in this file", verdict.tally.besides)
        self._show_mistakes(verdict)

    def _list(self, heading: str, counts: dict[str, int]) -> None:
        if counts:
            each = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
            self._say(f"{heading}: {each}")

    def _show_mistakes(self, verdict: Verdict) -> None:
        if not verdict.mistakes:
            return
        table = _table("what", "entity", "where", "text", "instead")
        for example, wrong in verdict.mistakes:
            place = f"{example.where}, {wrong.span.start}-{wrong.span.end}"
            instead = ", ".join(wrong.instead)
            table.add_row(wrong.kind, wrong.span.label, place, self._shown(example, wrong), instead)
        self._print("mistakes", table)
        by_kind = _table("what", "entity", "instead", "times")
        for (kind, entity, others), count in verdict.tally.kinds.most_common(_KINDS):
            by_kind.add_row(kind, entity, ", ".join(others) or "nothing", str(count))
        self._print(f"mistakes by what stands there instead, {verdict.tally.kinds.total()} in all", by_kind)

    def _shown(self, example: Example, wrong: Wrong) -> Text:
        _, start, end = wrong.span
        value = example.text[start:end]
        if not self._show_text:
            return Text(excerpt(value))
        before = example.text[max(0, start - _NEIGHBOURS) : start]
        after = example.text[end : end + _NEIGHBOURS]
        return Text.assemble(repr(before)[1:-1], (repr(value)[1:-1], "bold reverse"), repr(after)[1:-1])

    def _print(self, title: str, table: Table) -> None:
        self._console.print(f"\n[bold]{escape(title)}[/bold]", soft_wrap=True)
        self._console.print(table)

    def _say(self, sentence: str) -> None:
        self._console.print(sentence, markup=False, soft_wrap=True)


def _scored(verdict: Verdict) -> Table:
    table = _table(
        *("entity", "annotated", "found", "precision", "recall", "F1"),
        *("strict P", "strict R", "strict F1", "false alarms/MB"),
    )
    scored = verdict.tally.scored
    for entity, count in scored.items():
        table.add_row(entity, *_cells(count, verdict))
    if len(scored) > 1:
        table.add_row("all (micro)", *_cells(pooled(scored.values()), verdict))
        means = (mean_f1(scored.values()), mean_f1(scored.values(), strict=True))
        table.add_row("mean (macro)", "", "", "", "", _figure(means[0]), "", "", _figure(means[1]), "")
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in headings:
        is_text = heading in {"entity", "source", "what", "where", "text", "instead"}
        table.add_column(heading, justify="left" if is_text else "right")
    return table


def _cells(count: Count, verdict: Verdict) -> list[str]:
    lenient, strict = count.rates(), count.rates(strict=True)
    rates = (lenient.precision, lenient.recall, lenient.f1, strict.precision, strict.recall, strict.f1)
    alarms = verdict.timing.per_megabyte(count.false_alarms)
    return [str(count.annotated), str(count.found), *map(_figure, rates), _figure(alarms, 1)]


def _speed(verdict: Verdict) -> str:
    timing = verdict.timing
    return (
        f"{timing.texts} texts, {timing.size_bytes / 1e6:.3f} MB; p50 {_figure(timing.milliseconds(0.5))} ms, "
        f"p99 {_figure(timing.milliseconds(0.99))} ms a text; {_figure(timing.megabytes_per_second(), 1)} MB/s"
    )


def _figure(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _named(thresholds: Iterable[float]) -> list[str]:
    return [f"score from {threshold:.2f}" for threshold in sorted(thresholds)]
