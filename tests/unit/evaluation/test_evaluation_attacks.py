import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.evaluation.attacks import Scores
from watchgate.evaluation.counts import Rates


def scores(attacks: list[float], ordinary: list[float]) -> Scores:
    made = Scores()
    for score in attacks:
        made.add(score, is_attack=True, source="a")
    for score in ordinary:
        made.add(score, is_attack=False, source="b")
    return made


def test_a_score_at_the_threshold_is_an_alarm() -> None:
    at = scores([0.9, 0.8, 0.2], [0.8, 0.1]).at(0.8)

    assert (at.caught, at.alarms, at.alarm_rate) == (2, 1, 0.5)
    assert at.rates == Rates(pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_the_curve_has_the_thresholds_that_somebody_uses() -> None:
    thresholds = [at.threshold for at in scores([1], [0]).curve([0.8, 0.33])]

    assert 0.33 in thresholds
    assert thresholds == sorted(set(thresholds))


def test_a_perfect_score_has_all_of_the_area() -> None:
    assert scores([0.9, 0.8], [0.7, 0.1]).average_precision() == 1


def test_scores_that_tell_nothing_have_the_share_of_attacks() -> None:
    assert scores([0.5], [0.5, 0.5, 0.5]).average_precision() == 0.25


def test_without_attacks_there_is_no_area() -> None:
    assert scores([], [0.5]).average_precision() is None
    assert scores([0.5], []).at(0.5).alarm_rate is None


@given(st.lists(st.sampled_from([0, 0.3, 0.8, 1])), st.lists(st.sampled_from([0, 0.3, 0.8, 1])))
def test_a_higher_threshold_never_catches_more(attacks: list[float], ordinary: list[float]) -> None:
    curve = scores(attacks, ordinary).curve()

    assert [at.caught for at in curve] == sorted((at.caught for at in curve), reverse=True)
    assert [at.alarms for at in curve] == sorted((at.alarms for at in curve), reverse=True)
