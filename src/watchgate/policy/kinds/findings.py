"""What is to be done when detection found certain entities? Shared by pii-detector and secret-scanner."""

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from watchgate.detection.entities import BY_DEFAULT, ENTITIES, UnknownEntity, resolve
from watchgate.detection.growing import SPANNING, closing_for
from watchgate.detection.model import Finding
from watchgate.documents.problems import Complaint
from watchgate.kernel.canonical_json import Json
from watchgate.policy.kinds.common import VERDICT_OF, Action, OnText, Text
from watchgate.policy.model import About, Edit, Judgement, Mask, Phase, Reading, Reason, StreamMode, Usage

CLEAN = Judgement()


class OnFindings(OnText):
    """Keys of a policy that acts on detected entities."""

    groups: ClassVar[frozenset[str]]
    belongs_to: ClassVar[dict[str, str]] = {
        "pii": "pii-detector",
        "phi": "pii-detector",
        "secret": "secret-scanner",
    }

    action: Action
    entities: Annotated[tuple[Text, ...], Field(min_length=1)] | None = Field(
        default=None,
        description="Which entities count, by Presidio's names or short ones (EMAIL, PHONE, SSN), and no others. Absent: those that are "
        "looked for by default, without URL, PERSON, LOCATION and NRP.",
    )
    also: Annotated[tuple[Text, ...], Field(min_length=1)] | None = Field(
        default=None,
        description="Entities that count besides those of the default: [PERSON, LOCATION], say.",
    )
    min_score: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.0,
        description="Findings with a lower score are left alone. Detection itself reports nothing below 0.5.",
    )
    style: Literal["label", "partial", "hash"] = Field(
        default="label",
        description="What stands in place of a value: <EMAIL_1>, a hint of it (m***@***.com), or a keyed hash.",
    )
    restore: bool = Field(
        default=True,
        description="Labels of the request's values are turned back into the values in the answer, tool arguments included, "
        "so the model never sees them and the application still gets them.",
    )

    def complaints(self) -> Iterator[Complaint]:
        yield from super().complaints()
        for key in ("style", "restore"):
            if key in self.model_fields_set and self.action != "redact":
                yield Complaint(
                    (key,),
                    f"This has no effect with `action: {self.action}`.",
                    "Remove it, or set `action: redact`.",
                )
        if "restore" in self.model_fields_set and self.restore and self.style != "label":
            message = f"Nothing can be restored from `style: {self.style}`."
            yield Complaint(("restore",), message, "Set `style: label`, or remove `restore`.")
        if self.entities is not None and self.also is not None:
            message = "`also` adds to the default, which `entities` replaces."
            yield Complaint(("also",), message, "Move its entities into `entities`, or remove `entities`.")
        for key, names in (("entities", self.entities), ("also", self.also)):
            for index, name in enumerate(names or ()):
                yield from self._complaints_about((key, index), name)

    def _complaints_about(self, path: tuple[str, int], name: str) -> Iterator[Complaint]:
        try:
            entity = ENTITIES[resolve(name)]
        except UnknownEntity as error:
            message = f"There is no entity `{name}`."
            yield Complaint(path, message, f"Did you mean `{error.nearest}`?" if error.nearest else "")
            return
        if entity.group not in self.groups:
            message = f"`{name}` is not looked for by this policy."
            yield Complaint(path, message, f"Name it in a {self.belongs_to[entity.group]} policy.")

    def wanted(self) -> frozenset[str]:
        if self.entities is not None:
            return frozenset(map(resolve, self.entities))
        own = {name for name in BY_DEFAULT if ENTITIES[name].group in self.groups}
        return frozenset(own - NOT_BY_DEFAULT | set(map(resolve, self.also or ())))


NOT_BY_DEFAULT = frozenset({"URL", "PERSON", "LOCATION", "NRP"})
"""Links are seldom personal, and a masked one leads nowhere. A model that is asked about Marie Curie in Paris cannot answer
about <PERSON_1> in <LOCATION_1>. Whoever wants them masked says so with `also`."""


class FindingsPolicy:
    """Acts on each finding of its entities: masks it, or refuses, or reports."""

    kind: ClassVar[str]
    reads_text: ClassVar[bool] = True
    window_chars: ClassVar[int]

    def __init__(self, name: str, config: OnFindings) -> None:
        self.name = name
        self.phases = frozenset(config.phases)
        self.entities = config.wanted()
        self.closed_until = closing_for(self.entities & SPANNING)
        self._min_score = config.min_score
        self._action = config.action
        self._style = config.style
        self._restore = config.restore and config.style == "label"
        self._mode = config.stream_mode(self.window_chars)

    def streaming(self) -> StreamMode:
        return self._mode

    def account(self, _about: About, _usage: Usage | None) -> dict[str, Json]:
        return {}

    def judge(self, readings: Sequence[Reading], _about: About, phase: Phase) -> Judgement:
        hits: list[tuple[int, Finding]] = []
        for number, reading in enumerate(readings):
            if reading.seen.findings:
                hits += ((number, finding) for finding in reading.seen.findings if self._counts(finding))
        if not hits:
            return CLEAN
        return Judgement(
            VERDICT_OF[self._action],
            edits=self._edits(hits, phase) if self._action == "redact" else (),
            reasons=self._reasons(readings, hits),
        )

    def _counts(self, finding: Finding) -> bool:
        return finding.entity in self.entities and finding.score >= self._min_score

    def _edits(self, hits: Sequence[tuple[int, Finding]], phase: Phase) -> tuple[Edit, ...]:
        # What the model itself wrote is nobody's original: in an answer there is nothing to give back.
        restore = self._restore and phase is Phase.REQUEST
        return tuple(
            Edit(number, hit.start, hit.end, Mask(hit.entity, self._style, restore)) for number, hit in hits
        )

    def _reasons(
        self, readings: Sequence[Reading], hits: Sequence[tuple[int, Finding]]
    ) -> tuple[Reason, ...]:
        """One reason for each entity of each reading."""
        grouped: dict[tuple[int, str], list[Finding]] = {}
        for number, finding in hits:
            grouped.setdefault((number, finding.entity), []).append(finding)
        return tuple(
            Reason(
                policy=self.name,
                rule=entity,
                message=f"{ENTITIES[entity].title} found"
                + (f" ({len(found)} times)" if len(found) > 1 else ""),
                path=readings[number].span.path,
                score=round(1000 * max(finding.score for finding in found)),
                start=min(finding.start for finding in found),
            )
            for (number, entity), found in grouped.items()
        )
