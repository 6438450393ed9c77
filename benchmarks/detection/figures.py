"""What do an engine's spans come to? The same scorer for everybody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.detection.corpora import CHAT, DENSE, Corpora
from benchmarks.detection.measure import Run

from watchgate.detection.entities import ENTITIES
from watchgate.detection.redact import excerpt
from watchgate.evaluation.counts import Count, mean_f1, pooled
from watchgate.evaluation.joining import joined
from watchgate.evaluation.labels import Labels
from watchgate.evaluation.model import Example, Span
from watchgate.evaluation.scorer import Tally
from watchgate.evaluation.timing import Timing

STRUCTURED = ("PHONE_NUMBER", "EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "IP_ADDRESS")
EIGHT = (*STRUCTURED, "PERSON", "LOCATION")

Kind = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Scored:
    """On one annotated set, of the eight types."""

    counts: dict[str, Count]
    kinds: Counter[Kind]
    shown: dict[Kind, str]
    """One mistake of each kind, masked."""
    joined: dict[str, Count]
    """The same with places that follow each other made one, on both sides."""

    def of_joined(self, *entities: str) -> Count:
        return pooled(self.joined[entity] for entity in entities if entity in self.joined)

    def of(self, *entities: str) -> Count:
        return pooled(self.counts[entity] for entity in entities if entity in self.counts)

    def mean_f1(self, *entities: str) -> float | None:
        return mean_f1(self.counts[entity] for entity in entities if entity in self.counts)


@dataclass(frozen=True)
class Figures:
    scored: dict[str, Scored]
    alarms: dict[str, float]
    """On benign prompts, by group, per megabyte."""
    latency: dict[str, Timing]
    run: Run


def figures(run: Run, corpora: Corpora) -> Figures:
    labels = Labels(merge_places=True)
    scored = {
        name: _scored(some, run.found[name]["spans"], labels) for name, some in corpora.annotated.items()
    }
    sizes = corpora.sets()
    latency = {name: _timing(sizes[name], run.found[name]["seconds"]) for name in (CHAT, DENSE)}
    benign = _timing(sizes["benign"], run.found["benign"]["seconds"])
    groups = Counter(_group(label, labels) for spans in run.found["benign"]["spans"] for label, _, _ in spans)
    alarms = {group: benign.per_megabyte(count) or 0.0 for group, count in groups.items()}
    return Figures(scored, alarms, latency, run)


def _scored(annotated: Sequence[Example], found: Sequence[Iterable[Sequence]], labels: Labels) -> Scored:
    tally, in_one = Tally(), Tally()
    shown: dict[Kind, str] = {}
    for example, spans in zip(annotated, found, strict=True):
        theirs, ours = _of_eight(example.spans, labels), _of_eight(spans, labels)
        in_one.add(joined(theirs, example.text), joined(ours, example.text))
        for wrong in tally.add(theirs, ours):
            kind = (wrong.kind, wrong.span.label, wrong.instead)
            shown.setdefault(kind, excerpt(example.text[wrong.span.start : wrong.span.end]))
    return Scored(
        {entity: tally.counts[entity] for entity in EIGHT},
        tally.kinds,
        shown,
        {entity: in_one.counts[entity] for entity in EIGHT},
    )


def _of_eight(spans: Iterable[Sequence], labels: Labels) -> list[Span]:
    ours = (Span(labels.entity(label) or label, start, end) for label, start, end in spans)
    return [span for span in ours if span.label in EIGHT]


def _group(label: str, labels: Labels) -> str:
    entity = labels.entity(label)
    if entity is None or entity not in ENTITIES:
        return "other"
    if ENTITIES[entity].group == "secret":
        return "secrets"
    if entity in {"EMAIL_ADDRESS", "URL", "PERSON", "LOCATION"}:
        return entity
    return "structured" if entity in STRUCTURED else "other"


def _timing(texts: Sequence[str], seconds: Sequence[float]) -> Timing:
    timing = Timing()
    for text, took in zip(texts, seconds, strict=True):
        timing.add(took, text)
    return timing
