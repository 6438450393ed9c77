"""What is an example to learn from?"""

from typing import NamedTuple

KINDS = ("PERSON", "LOCATION", "ORGANIZATION", "NRP", "STREET_ADDRESS")
"""Addresses are learnt so that streets are not taken for people; the rules of `places/` find them."""


class Span(NamedTuple):
    """A name in a text; `kind` is one of `KINDS`."""

    start: int
    end: int
    kind: str


class Example(NamedTuple):
    """`forget`: how often a name of it is shown without its words and lists, so that what stands around it is learnt too."""

    text: str
    spans: tuple[Span, ...]
    forget: float = 0.0
