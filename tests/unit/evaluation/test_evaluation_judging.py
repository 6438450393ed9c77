import pytest

from watchgate.evaluation.judging import Judge
from watchgate.evaluation.labels import Labels
from watchgate.evaluation.model import Example, Span
from watchgate.evaluation.timing import Timing


def finds_capitals(text: str) -> list[Span]:
    """One who takes each capital letter for a person, and each digit for a web address."""
    return [
        Span("PERSON" if letter.isupper() else "URL", at, at + 1)
        for at, letter in enumerate(text)
        if letter.isupper() or letter.isdigit()
    ]


ENTITIES = frozenset({"PERSON", "URL"})
LABELS = Labels({"PER": "PERSON"})


def test_labels_are_translated_and_those_that_cannot_be_are_listed() -> None:
    judge = Judge(finds_capitals, ENTITIES, LABELS)
    example = Example("aBcD", (Span("PER", 1, 2), Span("TITLE", 3, 4), Span("EMAIL", 0, 1)), "line 1")

    verdict = judge.judged([example])

    assert verdict.unknown == {"TITLE": 1}
    assert verdict.not_looked_for == {"EMAIL": 1}
    count = verdict.tally.scored["PERSON"]
    assert (count.annotated, count.found, count.strict) == (1, 2, 1)


def test_only_as_many_mistakes_are_kept_as_were_asked_for() -> None:
    judge = Judge(finds_capitals, ENTITIES, LABELS, keep=2)
    example = Example("ABCD", (Span("PER", 0, 1),))

    verdict = judge.judged([example])

    assert [wrong.span.start for _, wrong in verdict.mistakes] == [1, 2]


def test_a_finding_of_what_is_never_annotated_is_no_mistake() -> None:
    judge = Judge(finds_capitals, ENTITIES, LABELS, keep=5)

    verdict = judge.judged([Example("A7", (Span("PER", 0, 1),))])

    assert verdict.mistakes == []
    assert verdict.tally.kinds == {}
    assert verdict.tally.besides == {"URL": 1}


def test_where_nothing_is_annotated_every_finding_is_a_mistake() -> None:
    judge = Judge(finds_capitals, ENTITIES, LABELS, keep=5)

    verdict = judge.judged([Example("A7")])

    assert [wrong.kind for _, wrong in verdict.mistakes] == ["false alarm", "false alarm"]


def test_timing_knows_bytes_and_percentiles() -> None:
    timing = Timing()
    for seconds in (0.001, 0.002, 0.003, 0.1):
        timing.add(seconds, "é" * 50)

    assert timing.size_bytes == 400
    assert timing.milliseconds(0.5) == pytest.approx(3)
    assert timing.milliseconds(0.99) == pytest.approx(100)
    assert timing.per_megabyte(2) == 5000
    assert timing.megabytes_per_second() == pytest.approx(400e-6 / 0.106)


def test_no_text_has_no_figures() -> None:
    timing = Timing()

    assert (timing.milliseconds(0.5), timing.megabytes_per_second(), timing.per_megabyte(1)) == (
        None,
        None,
        None,
    )
