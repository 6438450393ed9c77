"""Why is something a finding, and why is something that looks like one none?

A finding explains itself by its evidence. What was rejected says so while somebody is tracing: candidates that a check digit, a
range or the lack of context ruled out, and findings that gave way to a surer one at the same place.
"""

from collections.abc import Iterator

import msgspec
from rich.console import Console
from rich.text import Text

from watchgate.cli_detect.asked import Asked
from watchgate.detection.injection.explain import reasons
from watchgate.detection.model import Evidence, Examination, Rejection
from watchgate.detection.redact import excerpt
from watchgate.detection.scoring import tracing


class Explanation(msgspec.Struct, frozen=True):
    """What was seen, and what was considered and rejected, each once, in the order of the text (None: nobody asked)."""

    seen: Examination
    rejected: tuple[Rejection, ...] | None
    injection: tuple[Evidence, ...] = ()
    """Why the text reads like an attack: its signals, and the words that spoke loudest."""


def explained(asked: Asked, text: str) -> Explanation:
    with tracing() as noted:
        seen = asked.examine(text)
    of_interest = {
        (one.start, one.end, one.entity, one.detector, one.why): one
        for one in noted
        if one.entity in asked.looked_for
    }
    rejected = tuple(of_interest[key] for key in sorted(of_interest))
    return Explanation(seen, rejected, reasons(text, seen.injection))


def show(console: Console, name: str, text: str, explanation: Explanation) -> None:
    """Values are masked; the words that spoke for or against them are shown."""
    seen = explanation.seen
    console.print(Text(name, "bold"), soft_wrap=True)
    for line in _lines(text, explanation):
        console.print(line, soft_wrap=True)
    if not (seen.findings or explanation.rejected or seen.injection.signals or seen.topics):
        console.print("  nothing found, and nothing rejected", soft_wrap=True)


def _lines(text: str, explanation: Explanation) -> Iterator[Text]:
    seen = explanation.seen
    for found in seen.findings:
        yield Text.assemble(
            "  ",
            (found.entity, "bold green"),
            f" {found.start}-{found.end}  {_shown(text, found.start, found.end)}  score {found.score:.2f}, found by {found.detector}",
        )
        yield from (_term(term) for term in found.evidence)
    for refused in explanation.rejected or ():
        yield Text.assemble(
            "  ",
            (f"not {refused.entity}", "bold yellow"),
            f" {refused.start}-{refused.end}  {_shown(text, refused.start, refused.end)}  rejected by {refused.detector}: {refused.why}",
        )
        yield from (_term(term) for term in refused.evidence)
    if seen.injection.signals:
        yield Text.assemble("  ", ("prompt injection", "bold red"), f" score {seen.injection.score:.2f}")
        yield from map(_term, explanation.injection)
    for topic in seen.topics:
        yield Text.assemble("  ", (f"topic {topic.name}", "bold"), f" score {topic.score:.2f}")
        yield from (_term(term) for term in topic.evidence)


def _term(term: Evidence) -> Text:
    place = "" if term.start is None else f" at {term.start}-{term.end}"
    return Text(f"      {term.weight:+.2f}  {term.kind}: {term.reason}{place}")


def _shown(text: str, start: int, end: int) -> str:
    return excerpt(text[start:end]).replace("\n", "⏎")
