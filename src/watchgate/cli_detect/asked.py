"""What does the person at the keyboard want to be looked for?"""

from dataclasses import dataclass
from typing import Annotated

import msgspec
import typer

from watchgate.detection.engine import Engine, engine_for
from watchgate.detection.entities import UnknownEntity, resolve
from watchgate.detection.injection import BLOCK_THRESHOLD, FLAG_THRESHOLD
from watchgate.detection.injection.provenance import Source, adjusted
from watchgate.detection.model import Examination
from watchgate.kernel.errors import UserError

EntitiesOption = Annotated[
    str | None,
    typer.Option(
        metavar="A,B",
        help="Only these entities, by Presidio's names or short ones (EMAIL, PHONE, SSN); those that are off by default, too.",
    ),
]

SourceOption = Annotated[
    Source | None,
    typer.Option(
        help="Who wrote the text: orders to the model weigh more in a file than in a user's message."
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The engine, and the entities that were asked for (None: those that are looked for by default)."""

    engine: Engine
    entities: frozenset[str] | None
    source: Source | None = None

    @classmethod
    def parse(cls, names: str | None, *, with_topics: bool = False, source: Source | None = None) -> "Asked":
        entities = None if names is None else _resolved(names)
        return cls(
            engine_for(entities or frozenset(), about=_all_topics() if with_topics else frozenset()),
            entities,
            source,
        )

    @property
    def looked_for(self) -> frozenset[str]:
        return self.engine.entities if self.entities is None else self.entities

    @property
    def thresholds(self) -> tuple[float, ...]:
        """From which injection score on policies flag and block, unless they say otherwise."""
        return (FLAG_THRESHOLD, BLOCK_THRESHOLD)

    def examine(self, text: str) -> Examination:
        seen = self.engine.examine(text)
        if self.entities is not None:
            kept = tuple(finding for finding in seen.findings if finding.entity in self.entities)
            seen = msgspec.structs.replace(seen, findings=kept)
        if self.source is not None:
            seen = msgspec.structs.replace(seen, injection=adjusted(seen.injection, self.source))
        return seen


def _all_topics() -> frozenset[str]:
    from watchgate.detection.topics import TOPICS  # noqa: PLC0415 -- its lexicon takes long to load, and few ask for it

    return frozenset(TOPICS)


def _resolved(names: str) -> frozenset[str]:
    try:
        entities = frozenset(resolve(name) for name in names.split(",") if name.strip())
    except UnknownEntity as problem:
        raise UserError(str(problem)) from None
    if not entities:
        raise UserError("--entities names no entity: give a list such as EMAIL,PHONE, or leave it out.")
    return entities
