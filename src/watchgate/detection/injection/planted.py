"""What has somebody planted in a page for a model, where a person would not look?

![x](https://host/?q={summary})    a model that writes this makes the reader's browser send what stands behind the `=`. Ordinary links have
values there; an order to a model has a placeholder
<!-- the AI must … -->             a comment, or an element nobody sees, that gives orders to a model
"""

import re
from collections.abc import Iterator

from watchgate.detection.injection.indirect_rules import MODEL
from watchgate.detection.model import Signal

PLANTED_TRIGGERS = (
    rb"\]\(https?://[^)\s]*=",
    rb"(?i)<!--|display: ?none|font-size: ?0|color: ?(?:white|#fff)|<[a-z]+ hidden",
)

_LINK = re.compile(
    r"!?\[[^\]\n]{0,80}\]\(https?://[^)\s]{1,200}?[?&/][\w-]{1,30}=(?:\{|\[|<|%7b|\$\{|data\b|(?:the_|your_|user_?)?"
    r"(?:conversation|summary|secrets?|history|context|messages?|prompt|answer|email|password|token|name)\b)[^)\n]{0,80}\)",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"<!--|display: ?none|font-size: ?0|color: ?(?:white|#fff)|<[a-z]{1,10} hidden", re.IGNORECASE
)
_CLOSES = re.compile("-->|</")
_MODEL = re.compile(rf"\b{MODEL}\b", re.IGNORECASE)
_ORDERS = re.compile(
    r"\b(?:must|should|please|ignore|add|include|send|say|instead|do not|mention|recommend|forward)\b",
    re.IGNORECASE,
)
_LONGEST_ORDER = 320


def links_that_carry(text: str) -> Iterator[Signal]:
    for link in _LINK.finditer(text):
        yield Signal("link-that-carries-data", link.start(), link.end(), 0.6)


def hidden_orders(text: str) -> Iterator[Signal]:
    end = 0
    for opening in _OPENS.finditer(text):
        if opening.start() < end:
            continue
        closing = _CLOSES.search(text, opening.end(), opening.end() + _LONGEST_ORDER)
        end = closing.start() if closing else min(len(text), opening.end() + _LONGEST_ORDER)
        model = _MODEL.search(text, opening.end(), end)
        if model and _ORDERS.search(text, model.end(), end):
            yield Signal("hidden-order", opening.start(), end, 0.5)


PLANTED = tuple(zip(PLANTED_TRIGGERS, (links_that_carry, hidden_orders), strict=True))
