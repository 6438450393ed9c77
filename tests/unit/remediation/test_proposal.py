"""Which objects can be named for which action, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.remediation.errors import NotPlannable
from watchgate.remediation.looking import sample
from watchgate.remediation.model import ACTIONS, Action, Kind, Target
from watchgate.remediation.proposal import check_target, spoken


@given(st.sampled_from(Action), st.sampled_from(Kind))
def test_what_is_named_in_full_is_refused_exactly_when_the_action_does_not_exist_for_the_kind(action, kind):
    target = Target(kind, "x", "user-1", "parent")

    if action in ACTIONS[kind]:
        check_target(action, target)
    else:
        with pytest.raises(NotPlannable):
            check_target(action, target)


@pytest.mark.parametrize(
    ("kind", "words"),
    [(Kind.GPT, "GPT"), (Kind.GPT_FILE, "GPT file"), (Kind.CODEX_TASK, "codex task"), (Kind.FILE, "file")],
)
def test_kinds_are_spoken_of_in_words(kind, words):
    assert spoken(kind) == words


@given(st.integers(0, 300), st.integers(1, 50))
def test_a_sample_is_spread_evenly_and_has_no_object_twice(count, size):
    targets = [Target(Kind.GPT, str(number)) for number in range(count)]

    taken = sample(targets, size)

    assert len(taken) == len(set(taken)) == min(count, size)
    assert taken[:1] == targets[:1]
