"""How do sentences become a text of a wanted length? Paragraphs, lists, quotations, headings."""

import random

from watchgate.simulator.population.chance import Weighted
from watchgate.simulator.population.pen import Pen

_PARAGRAPH = 4


def write_prose(pen: Pen, size: int) -> None:
    """About *size* characters on the pen's topic."""
    sentences = pen.shelf.some(pen.luck, max(1, round(size / pen.shelf.pace)))
    pen.add(_STYLES.drawn(pen.luck)(sentences, pen))


def _paragraphs(sentences: list[str], pen: Pen) -> str:
    joint = pen.lexicon.joint
    return "\n\n".join(
        joint.join(sentences[at : at + _PARAGRAPH]) for at in range(0, len(sentences), _PARAGRAPH)
    )


def _bullets(sentences: list[str], _pen: Pen) -> str:
    return "- " + "\n- ".join(sentences)


def _numbered(sentences: list[str], _pen: Pen) -> str:
    return "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1))


def _quoted(sentences: list[str], _pen: Pen) -> str:
    return "> " + "\n> ".join(sentences)


def _chapters(sentences: list[str], pen: Pen) -> str:
    chapters = (sentences[at : at + 6] for at in range(0, len(sentences), 6))
    return "\n\n".join(f"## {pen.title()}\n\n{_paragraphs(chapter, pen)}" for chapter in chapters)


def _bold(sentences: list[str], pen: Pen) -> str:
    head, *rest = sentences
    return f"**{head}**\n\n{_paragraphs(rest, pen)}" if rest else head


_STYLES = Weighted.of({_paragraphs: 60, _bullets: 14, _numbered: 8, _quoted: 3, _chapters: 9, _bold: 6})


def opening(pen: Pen) -> str:
    return _line(pen, "openings")


def closing(pen: Pen) -> str:
    return _line(pen, "closings")


def short(luck: random.Random, lines: tuple[str, ...]) -> str:
    """One of the short lines."""
    return lines[int(luck.random() * len(lines))]


def _line(pen: Pen, kind: str) -> str:
    return short(pen.luck, pen.lexicon.lines[kind])
