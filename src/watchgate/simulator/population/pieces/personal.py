"""In which shape does a value arrive? Mostly in a sentence, otherwise in something pasted."""

from collections.abc import Callable

from watchgate.simulator.population.chance import Weighted
from watchgate.simulator.population.pen import Pen
from watchgate.simulator.population.pieces import correspondence, records, technical
from watchgate.simulator.population.tokens import SECRETS

_SHAPES: Weighted[Callable[[Pen], None]] = Weighted.of(
    {
        records.table: 16,
        records.separated: 12,
        records.form: 14,
        records.json_record: 8,
        records.sql_insert: 4,
        records.xml_record: 3,
        correspondence.thread: 14,
        correspondence.signature: 12,
        correspondence.chat: 5,
        technical.environment: 3,
        technical.configuration: 2,
        technical.code: 3,
        technical.access_log: 3,
        technical.command: 1,
        technical.key_file: 0.5,
    }
)


def write_pasted(pen: Pen) -> None:
    """Something pasted, with several values."""
    _SHAPES.drawn(pen.luck)(pen)


def write_sentence(pen: Pen) -> None:
    """One sentence with one value."""
    entity = pen.giving.entity(pen.luck)
    carrier = pen.lexicon.carrier(pen.luck, "SECRET" if entity in SECRETS else entity)
    pen.add(carrier.before)
    pen.plant(entity)
    pen.add(carrier.after)
