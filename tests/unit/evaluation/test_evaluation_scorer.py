import pytest

from watchgate.evaluation.counts import Count, Rates, mean_f1, pooled
from watchgate.evaluation.model import Span
from watchgate.evaluation.scorer import Tally, Wrong


def person(start: int, end: int) -> Span:
    return Span("PERSON", start, end)


def test_an_exact_finding_counts_both_ways() -> None:
    tally = Tally()

    assert tally.add([person(0, 5)], [person(0, 5)]) == []

    assert tally.scored == {"PERSON": Count(annotated=1, found=1, strict=1, overlapping=1)}


def test_half_of_a_name_is_found_but_not_strictly() -> None:
    tally = Tally()

    tally.add([person(0, 10)], [person(0, 5)])

    assert tally.scored == {"PERSON": Count(annotated=1, found=1, strict=0, overlapping=1)}


def test_less_than_half_is_a_miss_and_a_false_alarm() -> None:
    tally = Tally()

    wrong = tally.add([person(0, 10)], [person(0, 4)])

    assert wrong == [
        Wrong("false alarm", person(0, 4), ("PERSON",)),
        Wrong("missed", person(0, 10), ("PERSON",)),
    ]
    assert tally.scored["PERSON"].overlapping == 0


def test_another_entity_at_the_place_is_a_miss_of_one_and_an_alarm_of_the_other() -> None:
    tally = Tally()
    card, phone = Span("CREDIT_CARD", 3, 19), Span("PHONE_NUMBER", 3, 19)
    tally.add([Span("PHONE_NUMBER", 40, 50)], [])

    wrong = tally.add([card], [phone])

    assert wrong == [Wrong("false alarm", phone, ("CREDIT_CARD",)), Wrong("missed", card, ("PHONE_NUMBER",))]
    assert tally.kinds["missed", "CREDIT_CARD", ("PHONE_NUMBER",)] == 1
    assert tally.scored["PHONE_NUMBER"].false_alarms == 1
    assert tally.scored["CREDIT_CARD"].missed == 1


def test_what_is_never_annotated_is_counted_apart() -> None:
    tally = Tally()

    tally.add([person(0, 5)], [person(0, 5), Span("URL", 8, 20)])

    assert list(tally.scored) == ["PERSON"]
    assert tally.besides == {"URL": 1}


def test_tallies_add_up() -> None:
    one, other = Tally(), Tally()
    one.add([person(0, 5)], [person(0, 5)])
    other.add([person(0, 5)], [])

    one.merge(other)

    assert one.scored == {"PERSON": Count(annotated=2, found=1, strict=1, overlapping=1)}
    assert one.kinds.total() == 1


def test_rates_are_unknown_where_there_is_nothing_to_divide_by() -> None:
    assert Count().rates() == Rates(None, None, None)
    assert Count(annotated=4).rates() == Rates(None, 0.0, 0.0)
    assert Count(annotated=4, found=2, overlapping=1).rates() == Rates(0.5, 0.25, pytest.approx(1 / 3))


def test_the_micro_average_weighs_spans_and_the_macro_average_entities() -> None:
    many = Count(annotated=90, found=90, strict=90, overlapping=90)
    few = Count(annotated=10)
    none = Count(found=3)

    assert pooled([many, few]).rates().recall == 0.9
    assert mean_f1([many, few, none]) == 0.5
    assert mean_f1([none]) is None
