"""How are findings shown in a terminal? Values are masked."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from watchgate.detection.model import Examination, Finding
from watchgate.detection.redact import excerpt


def show(console: Console, name: str, text: str, seen: Examination) -> None:
    if not (seen.findings or seen.injection.signals or seen.topics):
        console.print(f"{name}: nothing found", markup=False, soft_wrap=True)
        return
    if seen.findings:
        console.print(_table(name, text, seen.findings))
    injection = seen.injection
    if injection.signals:
        signals = ", ".join(sorted({signal.name for signal in injection.signals}))
        console.print(
            f"{name}: prompt injection {injection.score:.2f} ({signals})", markup=False, soft_wrap=True
        )
    if seen.topics:
        topics = ", ".join(f"{topic.name} {topic.score:.2f}" for topic in seen.topics)
        console.print(f"{name}: about {topics}", markup=False, soft_wrap=True)


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
