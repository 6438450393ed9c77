"""What may go without a second person."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.remediation.model import Action, Kind
from watchgate.remediation.thresholds import Facts, Thresholds, approval

NOW = datetime(2026, 11, 23, tzinfo=UTC)
OPEN = Thresholds(10, frozenset({Action.DELETE}), frozenset({Kind.FILE}), timedelta(days=30))
SMALL = Facts(Action.DELETE, 3, [Kind.FILE], NOW - timedelta(days=31))


def test_what_is_within_all_thresholds_goes_without_approval():
    assert not approval(OPEN, SMALL, NOW).is_needed


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (Facts(Action.ISOLATE, 3, [Kind.FILE], SMALL.last_at), "To isolate"),
        (Facts(Action.DELETE, 11, [Kind.FILE], SMALL.last_at), "More than 10"),
        (Facts(Action.DELETE, 3, [Kind.FILE, Kind.GPT], SMALL.last_at), "gpt"),
        (Facts(Action.DELETE, 3, [Kind.FILE], None), "not known"),
        (Facts(Action.DELETE, 3, [Kind.FILE], NOW - timedelta(days=29)), "last 30 days"),
        (Facts(Action.DELETE, 3, [Kind.FILE], SMALL.last_at, is_of_person=True), "person"),
        (Facts(Action.DELETE, 3, [Kind.FILE], SMALL.last_at, is_by_rule=True), "rule"),
    ],
)
def test_what_is_beyond_one_of_them_needs_approval_and_says_which(facts, said):
    decision = approval(OPEN, facts, NOW)

    assert decision.is_needed
    assert said in decision.note


@given(st.sampled_from(Action), st.integers(1, 10_000), st.sets(st.sampled_from(Kind), min_size=1))
def test_without_thresholds_everything_needs_approval(action, objects, kinds):
    assert approval(Thresholds(), Facts(action, objects, kinds, None), NOW).is_needed
