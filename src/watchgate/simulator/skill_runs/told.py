"""What is the truth of the runs? Each one, and how many there were of each thing, version, person, day and set of sources."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.skill_runs.run import Run

_COUNTED = ("kind", "id", "skill_id", "skill_version", "skill_digest", "user_id", "day", "way", "sources")


def answered(run: Run) -> dict[str, Any]:
    """What the caller of `POST …/runs` is told of one run."""
    first = run.answers[0] if run.answers else {}
    body = first.get("body")
    told: dict[str, Any] = {
        "run": run.number,
        "conversation_id": run.conversation_id,
        "user_id": run.person.user_id,
        "recorded": _recorded(run),
        "status": first.get("status"),
        "answer": body if isinstance(body, dict) else None,
    }
    if run.used.kind == "agent":
        told["run_id"] = run.run_id
    if why := first.get("error") or (body if isinstance(body, str) else None):
        told["error"] = why
    if len(run.answers) > 1:
        told["answer_again"] = run.answers[1].get("body")
    return told


def truth(runs: Iterable[Run], cost_rows: list[dict[str, Any]]) -> dict[str, Any]:
    """All runs, their counts, and the rows of COSTS that were made of them."""
    each_told = [_told(run) for run in runs]
    counts = Counter(tuple(_frozen(told[name]) for name in _COUNTED) for told in each_told)
    recorded = Counter(
        tuple(_frozen(told[name]) for name in _COUNTED) for told in each_told if told["is_recorded"]
    )
    return {
        "total": len(each_told),
        "recorded": sum(recorded.values()),
        "counts": [
            {**dict(zip(_COUNTED, key, strict=True)), "runs": count, "recorded": recorded[key]}
            for key, count in counts.items()
        ],
        "runs": each_told,
        "costs": cost_rows,
    }


def _recorded(run: Run) -> bool | str:
    """What was meant to become of the record, until the Hub has said what did."""
    if run.way == "late":
        return "late"
    if run.way == "twice" and run.is_recorded:
        return "twice"
    return run.is_recorded


def _told(run: Run) -> dict[str, Any]:
    return {
        "run": run.number,
        "kind": run.used.kind,
        "id": run.used.id,
        "skill_id": run.skill.get("skill_id"),
        "skill_version": run.skill.get("skill_version"),
        "skill_digest": run.skill.get("skill_digest"),
        "user_id": run.person.user_id,
        "user_email": run.person.email,
        "day": run.began_at.date().isoformat(),
        "began_at": rfc3339(run.began_at),
        "ended_at": rfc3339(run.ended_at),
        "conversation_id": run.conversation_id,
        "run_id": run.run_id if run.used.kind == "agent" else None,
        "client_key": run.client_key if run.calls_hub else None,
        "way": run.way,
        "is_recorded": run.is_recorded,
        "calls": len(run.answers),
        "model": run.model,
        "input_tokens": run.input_tokens,
        "output_tokens": run.output_tokens,
        "cost_microusd": run.cost_microusd,
        "sources": list(run.sources),
    }


def _frozen(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    return tuple(value) if isinstance(value, list) else value
