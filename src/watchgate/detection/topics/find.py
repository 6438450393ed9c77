"""What is a text about, and which words say so?

The topic's score is that of its clearest window. Most texts hold none of the words and are done after one look.
"""

from collections.abc import Iterator, Sequence

from watchgate.detection.model import Evidence, Topic
from watchgate.detection.topics import code_marks
from watchgate.detection.topics.hits import Hit, code_hits, hits
from watchgate.detection.topics.lexicon import lexicon
from watchgate.detection.topics.model import FIGURATIVE, SOURCE_CODE, SUPPORT
from watchgate.detection.topics.tokens import words_of
from watchgate.detection.topics.weights import Weights, features, weights
from watchgate.detection.topics.window import Window, windows

THRESHOLD = 0.5
"""What scores less is not reported."""


def find(text: str, since: int = 0) -> tuple[Topic, ...]:
    """The topics of *text*, the likeliest first. Words before *since* are context only: they were judged with an earlier piece."""
    known = lexicon()
    found: list[Topic] = []
    if not known.triggers.isdisjoint(words_of(text)):
        found += _of_words(text, hits(text, known), since)
    if code_marks.may_be_code(text):
        found += _best(text, SOURCE_CODE, code_hits(text), since)
    return tuple(sorted(found, key=lambda topic: (-topic.score, topic.name)))


def _of_words(text: str, found: Sequence[Hit], since: int) -> Iterator[Topic]:
    named = dict.fromkeys(hit.concept.topic for hit in found if hit.concept.is_anchor)
    for topic in named:
        yield from _best(
            text, topic, [hit for hit in found if hit.concept.topic in (topic, SUPPORT, FIGURATIVE)], since
        )


def _best(text: str, topic: str, found: Sequence[Hit], since: int) -> Iterator[Topic]:
    """The topic as its clearest window shows it, if that is clear enough."""
    weighing = weights()[topic]
    best: Window | None = None
    most = THRESHOLD
    for window in windows(text, found, since):
        score = weighing.score(window.counts)
        if score >= most and (best is None or score > most):
            best, most = window, score
    if best is not None:
        anchor = best.anchor
        yield Topic(topic, round(most, 3), anchor.start, anchor.end, tuple(_evidence(best, weighing)))


def _evidence(window: Window, weighing: Weights) -> Iterator[Evidence]:
    """One term for each feature that counted, at the word that showed it."""
    first: dict[str, Hit] = {}
    for hit in window.hits:
        first.setdefault(hit.concept.name, hit)
    yield Evidence("how rare the topic is", weighing.bias, "model")
    for feature in features(window.counts):
        weight = weighing.features.get(feature, 0.0)
        if weight:
            beside, _, named = feature.rpartition("&")
            shown = first[named.rstrip("+")]
            meaning = f"{named.strip('*+')} beside {beside.strip('*')}" if beside else named.strip("*+")
            yield Evidence(f"“{shown.form}” ({meaning})", weight, "model", shown.start, shown.end)
