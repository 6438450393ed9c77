"""What may the keys of this workspace do? Asked without side effects, and answered line by line.

The first question goes alone: when OpenAI cannot be reached, or does not know the key, the others would only say the same.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from watchgate.kernel.content import Content
from watchgate.workspaces.diagnosis import check_of, remedy_of
from watchgate.workspaces.model import KeyKind, last_four
from watchgate.workspaces.ports import Answer, Asker, Outcome
from watchgate.workspaces.questions import Question, all_questions
from watchgate.workspaces.report import Check, ConnectionReport, Status

_AT_ONCE = 4
_SAME_FOR_ALL = {Outcome.UNREACHABLE, Outcome.UNAUTHENTICATED, Outcome.TIMED_OUT}
Answers = Mapping[Question, Answer]


async def probe(
    asker: Asker, workspace_id: UUID, organization_id: str, keys: Mapping[KeyKind, Content], now: datetime
) -> ConnectionReport:
    """Ask everything that can be asked with *keys*. Takes no longer than two of *asker*'s timeouts in a row of each four questions."""
    questions = all_questions(workspace_id, organization_id, now)
    answers = await _ask_each(asker, questions, keys)
    fours = {kind: last_four(key) for kind, key in keys.items()}
    checks = [_check(question, answers.get(question), fours) for question in questions]
    main = questions[0]
    summary, remedy = _conclusion(main, answers, fours[KeyKind.COMPLIANCE], checks)
    return ConnectionReport(
        workspace_id,
        now,
        answers[main].outcome is Outcome.READ,
        summary,
        remedy,
        [_reached(answers[main]), *checks, _delete_scope(answers[main])],
    )


async def _ask_each(asker: Asker, questions: Sequence[Question], keys: Mapping[KeyKind, Content]) -> Answers:
    answers: dict[Question, Answer] = {}
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def ask(question: Question) -> None:
        async with at_once:
            answers[question] = await asker.ask(question, keys[question.key])

    main = questions[0]
    await ask(main)
    is_pointless = answers[main].outcome in _SAME_FOR_ALL
    async with asyncio.TaskGroup() as group:
        for question in questions[1:]:
            if question.key in keys and not (is_pointless and question.host is main.host):
                group.create_task(ask(question))
    return answers


def _check(question: Question, answer: Answer | None, fours: Mapping[KeyKind, str]) -> Check:
    if answer is not None:
        return check_of(question, answer, fours[question.key])
    if question.key not in fours:
        return Check(
            question.check,
            Status.UNKNOWN,
            "Not asked: this workspace has no admin key.",
            "Optional: give one with `watchgate workspaces rotate-key --kind admin`.",
        )
    return Check(
        question.check, Status.UNKNOWN, "Not asked: the first question failed for a reason that all share."
    )


def _reached(answer: Answer) -> Check:
    if answer.outcome in {Outcome.UNREACHABLE, Outcome.TIMED_OUT}:
        return Check(
            "connection",
            Status.FAILED,
            f"{answer.host} did not answer ({answer.note or 'no answer in time'}).",
        )
    return Check("connection", Status.OK, f"{answer.host} answers.")


def _delete_scope(answer: Answer) -> Check:
    """Nothing tells a key's scopes but using them, and a deletion cannot be taken back: so it is not tried."""
    detail = "Unknown until a removal is planned: only then is the key asked for a deletion (of nothing)."
    remedy = (
        "If conversations or files are to be deleted from here, the key needs the scope"
        " chatgpt.enterprise.compliance_export.delete; a key made as “Read only” lacks it."
    )
    return Check("delete scope", Status.UNKNOWN, detail, remedy if answer.outcome is Outcome.READ else "")


def _conclusion(main: Question, answers: Answers, four: str, checks: Sequence[Check]) -> tuple[str, str]:
    answer = answers[main]
    if answer.outcome is not Outcome.READ:
        return _WHY[answer.outcome].format(four=four, host=answer.host, note=answer.note), remedy_of(
            main, answer, four
        )
    failed = [check for check in checks if check.status is Status.FAILED]
    if not failed:
        return (
            f"The key …{four} reads what Watchgate needs. Whether it may delete is unknown until first use.",
            "",
        )
    names = ", ".join(check.check for check in failed)
    return f"Conversations can be read with the key …{four}, but not: {names}.", failed[0].remedy


_WHY = {
    Outcome.UNAUTHENTICATED: "{host} does not accept the key …{four}.",
    Outcome.FORBIDDEN: "The key …{four} is valid but may not read compliance logs.",
    Outcome.NOT_FOUND: "The key …{four} is valid but does not belong to this workspace.",
    Outcome.RATE_LIMITED: "{host} asks us to slow down, so what the key …{four} may do is not known.",
    Outcome.SERVER_ERROR: "{host} fails at the moment, so what the key …{four} may do is not known.",
    Outcome.TIMED_OUT: "{host} did not answer in time, so what the key …{four} may do is not known.",
    Outcome.UNREACHABLE: "{host} cannot be reached from here ({note}), so what the key …{four} may do is not known.",
    Outcome.UNEXPECTED: "What answers at {host} is not OpenAI ({note}).",
}
