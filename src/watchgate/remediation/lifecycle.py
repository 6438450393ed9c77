"""Which step leads a request from which state to which? One table; whoever changes a state asks it first.

step         from                            to
request      planned                         requested (approved, when nobody needs to approve)
approve      requested                       approved
reject       requested                       rejected
withdraw     planned, requested, approved    withdrawn
expire       planned, requested, approved    expired
emergency    planned, requested              approved
start        approved                        running
pause        running                         paused
resume       paused                          running
cancel       approved, running, paused       cancelled
finish       running                         done
verify       done                            verified
"""

from collections.abc import Mapping
from enum import StrEnum

from watchgate.remediation.errors import WrongState
from watchgate.remediation.model import RequestState

_S = RequestState


class Step(StrEnum):
    """What somebody, or time, does to a request."""

    REQUEST = "request"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    EMERGENCY = "emergency"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    FINISH = "finish"
    VERIFY = "verify"


_BEFORE_IT_RUNS = frozenset({_S.PLANNED, _S.REQUESTED, _S.APPROVED})

STEPS: Mapping[Step, tuple[frozenset[RequestState], RequestState]] = {
    Step.REQUEST: (frozenset({_S.PLANNED}), _S.REQUESTED),
    Step.APPROVE: (frozenset({_S.REQUESTED}), _S.APPROVED),
    Step.REJECT: (frozenset({_S.REQUESTED}), _S.REJECTED),
    Step.WITHDRAW: (_BEFORE_IT_RUNS, _S.WITHDRAWN),
    Step.EXPIRE: (_BEFORE_IT_RUNS, _S.EXPIRED),
    Step.EMERGENCY: (frozenset({_S.PLANNED, _S.REQUESTED}), _S.APPROVED),
    Step.START: (frozenset({_S.APPROVED}), _S.RUNNING),
    Step.PAUSE: (frozenset({_S.RUNNING}), _S.PAUSED),
    Step.RESUME: (frozenset({_S.PAUSED}), _S.RUNNING),
    Step.CANCEL: (frozenset({_S.APPROVED, _S.RUNNING, _S.PAUSED}), _S.CANCELLED),
    Step.FINISH: (frozenset({_S.RUNNING}), _S.DONE),
    Step.VERIFY: (frozenset({_S.DONE}), _S.VERIFIED),
}
"""Step → the states it can be taken from, and the one it leads to."""

FINAL = frozenset({_S.VERIFIED, _S.REJECTED, _S.WITHDRAWN, _S.EXPIRED, _S.CANCELLED})
"""From here no step leads on."""
EXPIRING = _BEFORE_IT_RUNS

_NEXT = {
    _S.PLANNED: "It is only planned so far: request it first.",
    _S.REQUESTED: "It waits for an approval.",
    _S.APPROVED: "It is approved and can be run.",
    _S.RUNNING: "It is being carried out: pause or cancel it.",
    _S.PAUSED: "It is paused: resume or cancel it.",
    _S.DONE: "It is done and is being verified.",
}
_OVER = "Nothing more can be done with it: plan a new one."


def after(step: Step, state: RequestState) -> RequestState:
    """The state that *step* leads to from *state*. Raises WrongState, which says what can be done instead."""
    origins, target = STEPS[step]
    if state not in origins:
        raise WrongState(
            f"The request is {state}, so it cannot take the step “{step}”. {_NEXT.get(state, _OVER)}"
        )
    return target
