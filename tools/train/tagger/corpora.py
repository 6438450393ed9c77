"""What do people annotate? The CoNLL files of the data folder, as running text."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.train.tagger.example import Example, Span
from tools.train.tagger.lists import NATIONALITIES

_KIND = {
    "per": "PERSON",
    "person": "PERSON",
    "loc": "LOCATION",
    "location": "LOCATION",
    "org": "ORGANIZATION",
    "organisation": "ORGANIZATION",
    "corporation": "ORGANIZATION",
    "group": "ORGANIZATION",
}
_NOBODY = frozenset(
    [
        "i",
        "my",
        "he",
        "she",
        "his",
        "her",
        "him",
        "we",
        "our",
        "us",
        "they",
        "their",
        "them",
        "you",
        "your",
        "me",
        "who",
        "it",
        "its",
        "himself",
        "those",
        "people",
        "everyone",
        "one",
        "the",
        "a",
    ]
)
"""re3d annotates pronouns as people."""
_CLOSES = frozenset([".", ",", ";", ":", "!", "?", ")", "]", "'s", "n't", "%", "'", "\u2019"])
_NATIONAL = frozenset(NATIONALITIES)

Row = tuple[str, str]


def annotated(folder: Path, *, without: frozenset[str] = frozenset()) -> dict[str, list[Example]]:
    """The examples of each file that is not in *without* (file names without ending)."""
    return {
        path.stem: [_example(rows) for rows in _sentences(path)]
        for path in sorted((folder / "ner").glob("*.conll"))
        if path.stem not in without
    }


def _sentences(path: Path) -> Iterator[list[Row]]:
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            if rows:
                yield rows
            rows = []
            continue
        parts = re.split(r"[\t ]", line)
        rows.append((parts[0] or "?", parts[-1]))
    if rows:
        yield rows


def _example(rows: list[Row]) -> Example:
    text = ""
    spans: list[Span] = []
    before = ""
    after_at = False
    for word, tag in rows:
        kind = "" if tag == "O" or word.startswith("@") or after_at else _KIND.get(tag[2:].lower(), "")
        after_at = word == "@"
        if text and word not in _CLOSES and text[-1] not in "([@#-'$":
            text += " "
        start = len(text)
        text += word
        if kind and (tag[0] == "B" or before != kind):
            spans.append(Span(start, len(text), kind))
        elif kind:
            spans[-1] = spans[-1]._replace(end=len(text))
        before = kind
    named = [span for span in spans if text[span.start : span.end].lower().split()[0] not in _NOBODY]
    return Example(text, tuple(sorted([*named, *_nationalities(text, spans)])), 0.15)


def _nationalities(text: str, taken: list[Span]) -> Iterator[Span]:
    """Nobody annotates them in these files; they are words of a list, in capitals."""
    for word in re.finditer(r"[A-Z]\w+", text):
        if word.group() in _NATIONAL and not any(
            one.start < word.end() and word.start() < one.end for one in taken
        ):
            yield Span(word.start(), word.end(), "NRP")
