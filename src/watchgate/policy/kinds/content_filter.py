"""Does the text contain words or patterns, or is it about topics, that this organisation does not want to pass?"""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from watchgate.detection.model import Topic
from watchgate.detection.topics import LONGEST_WAIT, TOPICS, topics_closed_until
from watchgate.documents.complaints import did_you_mean
from watchgate.documents.problems import Complaint
from watchgate.kernel.canonical_json import Json
from watchgate.policy.kinds.common import VERDICT_OF, Action, OnText, Text
from watchgate.policy.model import About, Buffer, Edit, Judgement, Phase, Reading, Reason, StreamMode, Usage
from watchgate.policy.scanning import Hit, Patterns, Unsupported, check
from watchgate.policy.words import Words, cuts_a_word, start_of_word

REPLACEMENT = "[removed: content filter]"
DEFAULT_SCORE = 0.6
CLEAN = Judgement()
_ANCHOR = re.compile(r"\\[AzZ]|[\^$]")
_HARMLESS = re.compile(r"\\[^AzZ]|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
"""Escaped characters and character classes, in which `^` and `$` anchor nothing."""

Word = Annotated[str, Field(min_length=1, max_length=100)]
Pattern = Annotated[str, Field(min_length=1, max_length=1000)]


class ContentFilterConfig(OnText):
    """Your own lists of words and patterns, and topics that are built in."""

    words: Annotated[tuple[Word, ...], Field(max_length=10_000)] = Field(
        default=(),
        description="Words and phrases, found as whole words whatever their capitals: [Project Falcon, tango-seven].",
    )
    patterns: Annotated[tuple[Pattern, ...], Field(max_length=200)] = Field(
        default=(),
        description="Regular expressions, without lookaround and back-references, so that they run in linear time. "
        "Write (?i) for any capitals. With ^ or $ a streamed answer is held until it is complete.",
    )
    topics: Annotated[tuple[Text, ...], Field(max_length=len(TOPICS))] = Field(
        default=(),
        description=f"What a text must not be about: {', '.join(TOPICS)}. How often each is right is stated in the guide.",
    )
    min_score: Annotated[float, Field(ge=0.5, le=1)] = Field(
        default=DEFAULT_SCORE,
        description="The score from which a topic counts. Lower finds more, and errs more often.",
    )
    action: Action = Field(
        default="block",
        description="What happens to a match: block, redact (it is removed; not for topics), escalate, or observe (only record it).",
    )
    max_match: Annotated[int, Field(ge=1, le=4000)] = Field(
        default=100,
        description="The longest match of a pattern to be caught in a streamed answer, in characters: that much text waits.",
    )

    def complaints(self) -> Iterator[Complaint]:
        yield from super().complaints()
        if not self.words and not self.patterns and not self.topics:
            yield Complaint(
                (),
                "This filter has neither `words` nor `patterns` nor `topics`, so it has no effect.",
                "Add one, or remove it.",
            )
        if "max_match" in self.model_fields_set and not self.patterns:
            yield Complaint(("max_match",), "This has no effect without `patterns`.", "Remove it.")
        for index, word in enumerate(self.words):
            if not word.strip():
                yield Complaint(("words", index), "This word is blank.", "Remove it.")
            elif "\0" in word:
                yield Complaint(("words", index), "This word holds a NUL character.", "Remove it.")
        yield from self._about_patterns()
        yield from self._about_topics()

    def _about_topics(self) -> Iterator[Complaint]:
        for index, topic in enumerate(self.topics):
            if topic not in TOPICS:
                yield Complaint(
                    ("topics", index), f"There is no topic `{topic}`.", did_you_mean(topic, TOPICS)
                )
        if self.topics and self.action == "redact":
            yield Complaint(
                ("action",),
                "A topic has no place in a text that could be removed.",
                "Set block, escalate or observe, or give `topics` to a filter of their own.",
            )
        if "min_score" in self.model_fields_set and not self.topics:
            yield Complaint(("min_score",), "This has no effect without `topics`.", "Remove it.")

    def _about_patterns(self) -> Iterator[Complaint]:
        remedy = (
            "Patterns run in linear time: no lookaround, no back-references, no possessive or atomic groups."
        )
        are_good = True
        for index, pattern in enumerate(self.patterns):
            try:
                check(pattern)
            except Unsupported as error:
                are_good = False
                yield Complaint(("patterns", index), f"This pattern cannot be used: {error}", remedy)
        if self.patterns and are_good:
            try:
                Patterns(self.patterns)
            except Unsupported as error:
                yield Complaint(
                    ("patterns",), f"These patterns cannot be used: {error}", "Split them over two filters."
                )


class ContentFilter:
    kind: ClassVar[str] = "content-filter"
    reads_text: ClassVar[bool] = True

    def __init__(self, name: str, config: ContentFilterConfig) -> None:
        self.name = name
        self.phases = frozenset(config.phases)
        self._action = config.action
        self._words = Words(config.words) if config.words else None
        self._patterns = Patterns(config.patterns) if config.patterns else None
        self._max_match = config.max_match
        self.topics = frozenset(config.topics)
        self._min_score = config.min_score
        is_anchored = any(_ANCHOR.search(_HARMLESS.sub("", pattern)) for pattern in config.patterns)
        window = max(self._words.longest if self._words else 0, config.max_match if config.patterns else 0)
        waits = max(2 * window + 128, LONGEST_WAIT if config.topics else 0)
        self._mode = Buffer() if is_anchored else config.stream_mode(waits)

    def streaming(self) -> StreamMode:
        return self._mode

    def account(self, _about: About, _usage: Usage | None) -> dict[str, Json]:
        return {}

    def closed_until(self, text: str, start: int) -> int:
        closed = self._words.closed_until(text, start) if self._words else len(text)
        if self._patterns:
            closed = max(start, min(closed, len(text) - self._max_match))
        if self.topics:
            closed = min(closed, topics_closed_until(text, start, self.topics))
        # Neither a word nor a match that is complete already may be cut in two.
        hits = [(start + hit.start, start + hit.end) for _, hit in self._hits(text[start:])]
        while True:
            least = min((begin for begin, end in hits if begin < closed < end), default=closed)
            if cuts_a_word(text, least):
                least = start_of_word(text, start, least)
            if least == closed:
                return closed
            closed = least

    def judge(self, readings: Sequence[Reading], _about: About, _phase: Phase) -> Judgement:
        found = [
            (number, reading, hits)
            for number, reading in enumerate(readings)
            if (hits := self._hits(reading.span.text))
        ]
        topics = [(reading, topic) for reading in readings for topic in self._topics_of(reading)]
        if not found and not topics:
            return CLEAN
        return Judgement(
            VERDICT_OF[self._action],
            edits=tuple(
                Edit(number, hit.start, hit.end, REPLACEMENT)
                for number, _, hits in found
                for _, hit in hits
                if self._action == "redact"
            ),
            reasons=(
                *(self._reason(reading, rule, hits) for _, reading, hits in found for rule in _rules(hits)),
                *(self._reason_of_topic(reading, topic) for reading, topic in topics),
            ),
        )

    def _topics_of(self, reading: Reading) -> list[Topic]:
        if not self.topics:
            return []
        return [
            topic
            for topic in reading.seen.topics
            if topic.name in self.topics and topic.score >= self._min_score
        ]

    def _hits(self, text: str) -> list[tuple[str, Hit]]:
        words = self._words.hits(text) if self._words else []
        patterns = self._patterns.hits(text) if self._patterns else []
        return [("words", hit) for hit in words] + [("patterns", hit) for hit in patterns]

    def _reason(self, reading: Reading, rule: str, hits: Sequence[tuple[str, Hit]]) -> Reason:
        """Names the rule by its place in the pack: the word itself would be content."""
        starts = [hit.start for group, hit in hits if f"{group}[{hit.rule}]" == rule]
        return Reason(
            policy=self.name,
            rule=rule,
            message="The text holds something that is on this organisation's list",
            path=reading.span.path,
            start=min(starts),
        )

    def _reason_of_topic(self, reading: Reading, topic: Topic) -> Reason:
        return Reason(
            policy=self.name,
            rule=topic.name,
            message=f"The text seems to be about {TOPICS[topic.name]}",
            path=reading.span.path,
            score=round(1000 * topic.score),
            start=topic.start,
        )


def _rules(hits: Sequence[tuple[str, Hit]]) -> list[str]:
    return list(dict.fromkeys(f"{group}[{hit.rule}]" for group, hit in hits))
