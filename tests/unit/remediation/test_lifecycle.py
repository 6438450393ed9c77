"""Whatever people do, in whatever order, a request only ever takes the steps of the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from watchgate.remediation.errors import WrongState
from watchgate.remediation.lifecycle import EXPIRING, FINAL, STEPS, Step, after
from watchgate.remediation.model import RequestState

RAN = {RequestState.RUNNING, RequestState.PAUSED, RequestState.DONE, RequestState.VERIFIED}


@given(st.sampled_from(Step), st.sampled_from(RequestState))
def test_a_step_is_taken_from_the_states_of_its_line_only(step, state):
    origins, target = STEPS[step]

    if state in origins:
        assert after(step, state) is target
    else:
        with pytest.raises(WrongState, match=state.value):
            after(step, state)


@pytest.mark.parametrize("state", sorted(FINAL))
@pytest.mark.parametrize("step", Step)
def test_from_a_final_state_no_step_leads_on(state, step):
    with pytest.raises(WrongState, match="plan a new one"):
        after(step, state)


def test_every_state_that_is_not_final_has_a_way_on_and_can_be_reached():
    reached = {target for _, target in STEPS.values()} | {RequestState.PLANNED}
    left = {origin for origins, _ in STEPS.values() for origin in origins}

    assert reached == set(RequestState)
    assert left == set(RequestState) - FINAL


class Request(RuleBasedStateMachine):
    """A request that anybody may try anything with."""

    def __init__(self):
        super().__init__()
        self.state = RequestState.PLANNED
        self.was = [self.state]

    @rule(step=st.sampled_from(Step))
    def tries(self, step):
        try:
            self.state = after(step, self.state)
        except WrongState:
            return
        self.was.append(self.state)

    @invariant()
    def nothing_runs_that_was_not_approved(self):
        assert not RAN & set(self.was) or RequestState.APPROVED in self.was

    @invariant()
    def what_has_run_neither_expires_nor_is_withdrawn(self):
        if RAN & set(self.was):
            assert self.state not in EXPIRING | {RequestState.EXPIRED, RequestState.WITHDRAWN}

    @invariant()
    def what_was_refused_never_runs(self):
        refused = {RequestState.REJECTED, RequestState.WITHDRAWN, RequestState.EXPIRED}
        assert not refused & set(self.was[:-1])


TestRequest = Request.TestCase
