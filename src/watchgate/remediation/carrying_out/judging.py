"""What does OpenAI's answer, or the lack of one, mean for the object that was asked for?

answer                         earlier attempt unclear    otherwise
200                            done                       done
404, first time of asking      done: it was ours          was gone; but asked again when it is so new that it may lag
nothing was asked, or refused  again, still unclear       again; not counted as an attempt
unsure (5xx, silence)          again; failed after `MOST_ATTEMPTS`, and then nobody knows whether it is gone
401, 403                       the request pauses         the request pauses
anything else                  failed                     failed
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from watchgate.kernel.canonical_json import Json
from watchgate.openai.backoff import Patience, delay_s
from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure, TryAgain, Unsure
from watchgate.remediation.model import ObjectState
from watchgate.remediation.ports import Outcome

MOST_ATTEMPTS = 12
LAG_ATTEMPTS = 3
"""So often a 404 is doubted for something that was written to within the last hour (contracts §1.4.3)."""
_PACE = Patience(first_delay_s=1.0, longest_delay_s=900.0)
_SHORT_REST = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Asked:
    """How it stands with the object. `attempts` counts the present one; `is_unclear`: an earlier one may have removed it."""

    attempts: int
    is_unclear: bool = False
    is_recent: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """It is gone, or isolated."""

    state: ObjectState
    status: int | None
    answer: Mapping[str, Json]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Ask later. `is_unclear`: it may be gone already. `is_counted`: the attempt reached OpenAI."""

    after: timedelta
    note: str
    is_unclear: bool
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    note: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nobody need be asked for anything until a person has acted."""

    note: str
    is_unclear: bool


Verdict = Settled | Again | Failed | Stopped


def judge(answer: Outcome | OpenAIFailure, asked: Asked, chance: float) -> Verdict:
    """*chance* from [0, 1) spreads those who ask again."""
    match answer:
        case Outcome(was_there=True):
            return Settled(ObjectState.DONE, answer.status, answer.answer)
        case Outcome():
            return _not_there(answer.status, answer.answer, asked, chance)
        case Gone():
            return _not_there(answer.status, {}, asked, chance)
        case TryAgain():
            return _later(answer, asked, chance)
        case NeedsAttention():
            return Stopped(f"{answer} {answer.remedy}", asked.is_unclear)
        case _:
            return Failed(str(answer), answer.status)


def _not_there(status: int, answer: Mapping[str, Json], asked: Asked, chance: float) -> Verdict:
    if asked.is_unclear:
        return Settled(ObjectState.DONE, status, answer, "An earlier attempt of ours has taken effect.")
    if asked.is_recent and asked.attempts <= LAG_ATTEMPTS:
        note = f"OpenAI does not find it ({status}), but it is so new that this may pass."
        return Again(_backoff(asked.attempts + 2, chance), note, is_unclear=False)
    return Settled(ObjectState.WAS_GONE, status, answer)


def _later(failure: TryAgain, asked: Asked, chance: float) -> Verdict:
    if not isinstance(failure, Unsure):
        return Again(failure.after or _SHORT_REST, str(failure), asked.is_unclear, is_counted=False)
    if asked.attempts >= MOST_ATTEMPTS:
        note = f"It was asked for {asked.attempts} times without an answer; the last time: {failure}"
        return Failed(f"{note} Whether it is gone is not known.", failure.status)
    return Again(failure.after or _backoff(asked.attempts, chance), str(failure), is_unclear=True)


def _backoff(attempts: int, chance: float) -> timedelta:
    return timedelta(seconds=delay_s(attempts - 1, _PACE, (1 + chance) / 2))
