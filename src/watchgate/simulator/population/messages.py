"""What does one message say? Composed from its own luck: the length, the shape, and whether it gives something away."""

import random
from dataclasses import dataclass
from enum import Enum, auto

from watchgate.simulator.population.chance import Weighted
from watchgate.simulator.population.draft import Draft
from watchgate.simulator.population.giving import Giving
from watchgate.simulator.population.lexicon import Lexicon
from watchgate.simulator.population.pen import Pen
from watchgate.simulator.population.pieces.neutral import NEUTRAL
from watchgate.simulator.population.pieces.odd import odd
from watchgate.simulator.population.pieces.personal import write_pasted, write_sentence
from watchgate.simulator.population.pieces.prose import closing, opening, short, write_prose

PLANTED_SHARE = 0.12
"""How many of all messages hold planted values."""

_PASTED_SHARE = 0.35
_ODD_SHARE = 0.006
_HUGE_SHARE = 1 / 4_000
_LARGEST_CHARS, _LARGEST_USUAL_CHARS = 1_000_000, 8_000


class Size(Enum):
    """How much somebody writes."""

    SHORT = auto()
    PLAIN = auto()
    PASTED = auto()
    LONG = auto()


_OF_USERS = Weighted.of({Size.SHORT: 30, Size.PLAIN: 48, Size.PASTED: 17, Size.LONG: 5})
_OF_ASSISTANTS = Weighted.of({Size.SHORT: 6, Size.PLAIN: 60, Size.PASTED: 24, Size.LONG: 10})


@dataclass(frozen=True, slots=True)
class Voice:
    """The words and values of one language."""

    lexicon: Lexicon
    giving: Giving


def compose(luck: random.Random, voice: Voice, topic: str, *, is_user: bool, is_edit: bool = False) -> Draft:
    """A message of ten to a million characters; an edit is never one of the few short lines that everybody writes."""
    draft = Draft()
    pen = Pen(draft, luck, voice.lexicon, voice.giving, voice.lexicon.shelves[topic])
    is_planted = luck.random() < PLANTED_SHARE
    if luck.random() < _ODD_SHARE:
        draft.add(odd(luck) + "\n")
    if is_user:
        size = _OF_USERS.drawn(luck)
        _user(pen, Size.PLAIN if is_edit and size is Size.SHORT else size, is_planted=is_planted)
    else:
        _assistant(pen, _OF_ASSISTANTS.drawn(luck), is_planted=is_planted)
    if luck.random() < _HUGE_SHARE:
        _grow(pen)
    return draft


def _user(pen: Pen, size: Size, *, is_planted: bool) -> None:
    if size is Size.SHORT:
        _short(pen, is_planted=is_planted)
        return
    pen.add(f"{opening(pen)}\n\n{pen.question()}" if pen.luck.random() < 0.4 else pen.question())
    _body(pen, size, (80, 800), is_planted=is_planted)
    if pen.luck.random() < 0.4:
        pen.add(f"\n\n{closing(pen)}")


def _assistant(pen: Pen, size: Size, *, is_planted: bool) -> None:
    if size is Size.SHORT and is_planted:
        write_sentence(pen)
        return
    pen.add(pen.statement())
    if size is Size.SHORT:
        return
    _body(pen, size, (250, 1_700), is_planted=is_planted)


def _short(pen: Pen, *, is_planted: bool) -> None:
    if is_planted:
        write_sentence(pen)
    else:
        pen.add(short(pen.luck, pen.lexicon.lines["short"]))


def _body(pen: Pen, size: Size, usual: tuple[int, int], *, is_planted: bool) -> None:
    pen.add("\n\n")
    if size is Size.LONG:
        write_prose(pen, pen.number(1_800, _LARGEST_USUAL_CHARS - 1_500))
    else:
        write_prose(pen, pen.number(*usual))
    if is_planted:
        _give_away(pen)
    elif size is Size.PASTED:
        pen.add("\n\n")
        NEUTRAL.drawn(pen.luck)(pen)


def _give_away(pen: Pen) -> None:
    if pen.luck.random() < _PASTED_SHARE:
        pen.add("\n\n")
        write_pasted(pen)
    else:
        for _ in range(1 if pen.luck.random() < 0.7 else pen.number(2, 4)):
            pen.add(pen.lexicon.joint or "\n")
            write_sentence(pen)
    if pen.luck.random() < 0.5:
        pen.add(f"\n{pen.statement()}")


def _grow(pen: Pen) -> None:
    """Make it as long as almost nobody writes, short texts more often than long ones."""
    factor = (_LARGEST_CHARS / _LARGEST_USUAL_CHARS) ** pen.luck.random()
    size = int(_LARGEST_USUAL_CHARS * factor) - len(pen.draft) - _LARGEST_USUAL_CHARS // 4
    if size > 0:
        pen.add("\n\n")
        write_prose(pen, size)
