"""How are the figures of an evaluation written as JSON?"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from watchgate.detection.engine import ENGINE_VERSION
from watchgate.detection.redact import excerpt
from watchgate.evaluation.attacks import Scores
from watchgate.evaluation.counts import Count, mean_f1, pooled
from watchgate.evaluation.judging import Verdict
from watchgate.evaluation.timing import Timing


def as_json(
    results: Sequence[tuple[Path, Verdict]],
    alarms: Sequence[tuple[Path, Verdict]],
    scores: Scores | None,
    thresholds: Iterable[float],
    *,
    show_text: bool,
) -> dict[str, Any]:
    """The whole document; only what was asked for is in it."""
    document: dict[str, Any] = {"engine": ENGINE_VERSION}
    if results:
        document["data"] = [{"file": str(path), **_data(verdict)} for path, verdict in results]
    if alarms:
        document["benign"] = [{"file": str(path), **_benign(verdict)} for path, verdict in alarms]
    if scores:
        document["injections"] = _injections(scores, thresholds)
    for written, (_, verdict) in zip(
        document.get("data", []) + document.get("benign", []), (*results, *alarms), strict=True
    ):
        written["mistakes"] = _mistakes(verdict, show_text=show_text)
        written["mistakes_by_kind"] = [
            {"kind": kind, "entity": entity, "instead": instead, "count": count}
            for (kind, entity, instead), count in verdict.tally.kinds.most_common()
        ]
    return document


def _data(verdict: Verdict) -> dict[str, Any]:
    scored = verdict.tally.scored
    return {
        "entities": {entity: _count(count, verdict.timing) for entity, count in scored.items()},
        "micro": _count(pooled(scored.values()), verdict.timing),
        "macro": {"f1": mean_f1(scored.values()), "strict_f1": mean_f1(scored.values(), strict=True)},
        "not_scored": {"unknown": dict(verdict.unknown), "not_looked_for": dict(verdict.not_looked_for)},
        "found_but_never_annotated": verdict.tally.besides,
        "speed": _speed(verdict.timing),
    }


def _count(count: Count, timing: Timing) -> dict[str, Any]:
    return {
        **msgspec.to_builtins(count),
        "iou": msgspec.to_builtins(count.rates()),
        "exact": msgspec.to_builtins(count.rates(strict=True)),
        "false_alarms_per_mb": timing.per_megabyte(count.false_alarms),
    }


def _benign(verdict: Verdict) -> dict[str, Any]:
    timing = verdict.timing
    alarms = verdict.tally.besides
    return {
        "alarms": {
            entity: {"count": count, "per_mb": timing.per_megabyte(count)} for entity, count in alarms.items()
        },
        "all": {"count": sum(alarms.values()), "per_mb": timing.per_megabyte(sum(alarms.values()))},
        "speed": _speed(timing),
    }


def _injections(scores: Scores, thresholds: Iterable[float]) -> dict[str, Any]:
    used = sorted(thresholds)
    return {
        "attacks": scores.attack_count,
        "ordinary": scores.ordinary_count,
        "average_precision": scores.average_precision(),
        "curve": msgspec.to_builtins(scores.curve(used)),
        "thresholds": used,
        "sources": {
            kind: {
                source: {
                    "prompts": len(each),
                    "reaching": {
                        str(threshold): sum(score >= threshold for score in each) for threshold in used
                    },
                }
                for source, each in by_source.items()
            }
            for kind, by_source in (("attacks", scores.attacks), ("ordinary", scores.ordinary))
        },
    }


def _speed(timing: Timing) -> dict[str, Any]:
    return {
        "texts": timing.texts,
        "bytes": timing.size_bytes,
        "p50_ms": timing.milliseconds(0.5),
        "p99_ms": timing.milliseconds(0.99),
        "mb_per_second": timing.megabytes_per_second(),
    }


def _mistakes(verdict: Verdict, *, show_text: bool) -> list[dict[str, Any]]:
    return [
        {
            "kind": wrong.kind,
            "entity": wrong.span.label,
            "where": example.where,
            "start": wrong.span.start,
            "end": wrong.span.end,
            "instead": wrong.instead,
            "text": value if show_text else excerpt(value),
        }
        for example, wrong in verdict.mistakes
        for value in (example.text[wrong.span.start : wrong.span.end],)
    ]
