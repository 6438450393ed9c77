"""What is a text about, and which words say so?

The topic's score is that of its clearest window. Most texts hold none of the words and are done after one look.
"""

from collections.abc import Iterator, Sequence

from watchgate.detection.model import Evidence, Topic
from watchgate.detection.topics import code_marks
from watchgate.detection.topics.hits import Hit, code_hits, hits
from watchgate.detection.topics.lexicon import phrases
from watchgate.detection.topics.model import FIGURATIVE, SOURCE_CODE, SUPPORT, TOPICS
from watchgate.detection.topics.neighbourhoods import neighbourhoods
from watchgate.detection.topics.weights import Weights, features, weights
from watchgate.detection.topics.window import Window, windows

ALL = frozenset(TOPICS)
THRESHOLD = 0.5
"""What scores less is not reported."""


def find(text: str, since: int = 0, topics: frozenset[str] = ALL) -> tuple[Topic, ...]:
    """Which of *topics* the text is about, the likeliest first.

    Words before *since* are context only: they were judged with an earlier piece.
    """
    found: list[Topic] = []
    for topic, hits_of_topic in _of_words(text, topics - {SOURCE_CODE}).items():
        found += _best(text, topic, hits_of_topic, since)
    if SOURCE_CODE in topics and code_marks.may_be_code(text):
        found += _best(text, SOURCE_CODE, code_hits(text, since), since)
    return tuple(sorted(found, key=lambda topic: (-topic.score, topic.name)))


def _of_words(text: str, topics: frozenset[str]) -> dict[str, list[Hit]]:
    """What counts for each topic that has an anchor."""
    found: list[Hit] = []
    for start, end in neighbourhoods(text, topics):
        found += hits(text, start, end, phrases())
    named = {hit.concept.topic for hit in found if hit.concept.is_anchor} & topics
    return {
        topic: [hit for hit in found if hit.concept.topic in (topic, SUPPORT, FIGURATIVE)]
        for topic in sorted(named)
    }


def _best(text: str, topic: str, found: Sequence[Hit], since: int) -> Iterator[Topic]:
    """The topic as its clearest window shows it, if that is clear enough."""
    weighing = weights()[topic]
    best: Window | None = None
    most = THRESHOLD
    judged: set[int] = set()
    for window in windows(text, found, since):
        said = hash(window.keys)  # the keys themselves would be much to keep, in a long text
        if said in judged:
            continue
        judged.add(said)
        score = weighing.score(window.counts)
        if score >= most and (best is None or score > most):
            best, most = window, score
    if best is not None:
        anchor = best.anchor
        yield Topic(topic, round(most, 3), anchor.start, anchor.end, tuple(_evidence(best, weighing)))


def _evidence(window: Window, weighing: Weights) -> Iterator[Evidence]:
    """One term for each feature that counted, at the word that showed it."""
    shown = _shown(window.hits)
    yield Evidence("how rare the topic is", weighing.bias, "model")
    for feature in features(window.counts):
        weight = weighing.features.get(feature, 0.0)
        if weight:
            beside, _, named = feature.rpartition("&")
            hit = shown[named]
            meaning = f"{named.strip('*+')} beside {beside.strip('*')}" if beside else named.strip("*+")
            yield Evidence(f"“{hit.form}” ({meaning})", weight, "model", hit.start, hit.end)


def _shown(found: Sequence[Hit]) -> dict[str, Hit]:
    """The first word of each concept, and under its name with a plus the first other word of it."""
    shown: dict[str, Hit] = {}
    for hit in found:
        name = hit.concept.name
        if shown.setdefault(name, hit).key != hit.key:
            shown.setdefault(f"{name}+", hit)
    return shown
