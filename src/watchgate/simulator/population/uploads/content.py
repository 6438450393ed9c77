"""What is written in a file? A text or a table, of which the readable ones often hold values."""

import random
from dataclasses import dataclass

from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.draft import Draft
from watchgate.simulator.population.messages import Voice
from watchgate.simulator.population.model import Planted
from watchgate.simulator.population.pen import Pen
from watchgate.simulator.population.phrases import TOPICS
from watchgate.simulator.population.pieces import records
from watchgate.simulator.population.pieces.neutral import figures
from watchgate.simulator.population.pieces.personal import write_sentence
from watchgate.simulator.population.pieces.prose import write_prose
from watchgate.simulator.population.uploads.kinds import CSV, PNG, TXT, Kind

_PLANTED_SHARE = 0.4
_COLUMNS = ("PHONE_NUMBER", "IBAN_CODE", "US_SSN", "CREDIT_CARD", "IP_ADDRESS")
_CELL = "\t"


@dataclass(frozen=True, slots=True)
class Content:
    """`text` holds paragraphs on lines; of a table, rows on lines with tabs between the cells."""

    text: str
    planted: tuple[Planted, ...]


def compose_content(luck: random.Random, kind: Kind, voice: Voice) -> Content:
    """What a file of *kind* says. Positions hold in plain text and CSV, elsewhere they are 0."""
    if not kind.is_readable:
        return Content("", ())
    draft = Draft()
    pen = Pen(draft, luck, voice.lexicon, voice.giving, voice.lexicon.shelves[pick(luck, TOPICS)])
    is_planted = luck.random() < _PLANTED_SHARE
    if kind.has_rows:
        (_people if is_planted else _figures)(pen)
    else:
        _text(pen, is_planted=is_planted, is_brief=kind is PNG)
    planted = tuple(draft.planted)
    if kind not in {TXT, CSV}:
        planted = tuple(Planted(value.entity, value.value, 0, 0) for value in planted)
    return Content(draft.text, planted)


def _text(pen: Pen, *, is_planted: bool, is_brief: bool) -> None:
    pen.add(f"{pen.title()}\n\n")
    write_prose(pen, 120 if is_brief else pen.number(400, 6_000))
    pen.add("\n\n")
    if is_planted:
        records.form(pen)
        if not is_brief:
            pen.add("\n")
            write_sentence(pen)
            pen.add("\n\n")
            write_prose(pen, pen.number(200, 2_000))
    elif not is_brief and pen.luck.random() < 0.2:
        figures(pen)
    pen.add("\n")


def _people(pen: Pen) -> None:
    column = pick(pen.luck, _COLUMNS)
    pen.add(_CELL.join(("id", "name", "email", column.lower())) + "\n")
    for row in range(pen.number(5, 60)):
        person = pen.person()
        pen.add(f"{1000 + row}{_CELL}")
        pen.name(person)
        pen.add(_CELL)
        pen.email(person)
        pen.plant_after(_CELL, column)
        pen.add("\n")


def _figures(pen: Pen) -> None:
    pen.add(_CELL.join(("month", "product", "quantity", "amount")) + "\n")
    for month in range(pen.number(5, 60)):
        cells = (
            f"M{month + 1}",
            pen.title(),
            str(pen.number(1, 500)),
            f"{pen.number(100, 99_999) / 100:.2f}",
        )
        pen.add(_CELL.join(cells) + "\n")
