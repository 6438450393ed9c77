"""What was used, and what did it cost? Rows made from the time they stand for, filtered, and summed as `group_by` says."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from watchgate.simulator.clock import SimulatedClock
from watchgate.simulator.endpoint import Call, Handler
from watchgate.simulator.platform_host.buckets import Bucket, buckets
from watchgate.simulator.platform_host.organization import API_KEYS, LINE_ITEMS, MODELS, PEOPLE
from watchgate.simulator.platform_host.query import choices, values
from watchgate.simulator.reply import JsonReply

_FILTERS = {
    "project_ids": "project_id",
    "user_ids": "user_id",
    "api_key_ids": "api_key_id",
    "models": "model",
}
_COMMON = ("project_id", "user_id", "api_key_id", "model")


@dataclass(frozen=True, slots=True)
class Meter:
    """One kind of usage: what is counted, at most how much of it an hour, and by what it can be grouped."""

    object_name: str
    counted: Mapping[str, int]
    groups: Sequence[str] = _COMMON


_REQUESTS = {"num_model_requests": 40}
METERS: Mapping[str, Meter] = {
    "completions": Meter(
        "completions",
        {"input_tokens": 90_000, "output_tokens": 30_000, "input_cached_tokens": 20_000, **_REQUESTS},
        (*_COMMON, "batch", "service_tier"),
    ),
    "embeddings": Meter("embeddings", {"input_tokens": 50_000, **_REQUESTS}),
    "moderations": Meter("moderations", {"input_tokens": 9_000, **_REQUESTS}),
    "images": Meter("images", {"images": 12, **_REQUESTS}, (*_COMMON, "size", "source")),
    "audio_speeches": Meter("audio_speeches", {"characters": 4_000, **_REQUESTS}),
    "audio_transcriptions": Meter("audio_transcriptions", {"seconds": 900, **_REQUESTS}),
    "vector_stores": Meter("vector_stores", {"usage_bytes": 5_000_000}, ("project_id",)),
    "code_interpreter_sessions": Meter("code_interpreter_sessions", {"num_sessions": 9}, ("project_id",)),
    "file_search_calls": Meter("file_searches", {"num_requests": 30}, (*_COMMON[:3], "vector_store_id")),
    "web_search_calls": Meter("web_searches", {"num_requests": 30, **_REQUESTS}, (*_COMMON, "context_level")),
}
_COST_GROUPS = ("project_id", "line_item", "api_key_id")


class Usage:
    """Handlers of `/organization/usage/…` and `/organization/costs`."""

    def __init__(self, seed: int, clock: SimulatedClock) -> None:
        self._seed = seed
        self._clock = clock

    def meter(self, name: str) -> Handler:
        """The handler of `/organization/usage/{name}`."""
        return partial(self._usage, name=name)

    def costs(self, call: Call) -> JsonReply:
        groups = choices(call, "group_by", _COST_GROUPS)
        shown, next_page = buckets(call, self._clock.now(), is_costs=True)
        return _page([_bucket(each, self._costs(each, call, groups)) for each in shown], next_page)

    def _usage(self, call: Call, name: str) -> JsonReply:
        meter = METERS[name]
        groups = choices(call, "group_by", meter.groups)
        shown, next_page = buckets(call, self._clock.now(), is_costs=False)
        found = [_bucket(each, self._results(name, meter, each, call, groups)) for each in shown]
        return _page(found, next_page)

    def _results(
        self, name: str, meter: Meter, bucket: Bucket, call: Call, groups: Sequence[str]
    ) -> list[dict[str, Any]]:
        rows = _wanted(self._rows(name, meter.counted, bucket, MODELS, "model"), call)
        unknown = dict.fromkeys(meter.groups)
        return [
            {"object": f"organization.usage.{meter.object_name}.result", **sums, **unknown, **shared}
            for shared, sums in _grouped(rows, groups, meter.counted)
        ]

    def _costs(self, bucket: Bucket, call: Call, groups: Sequence[str]) -> list[dict[str, Any]]:
        rows = _wanted(self._rows("costs", {"micro_dollars": 900_000}, bucket, LINE_ITEMS, "line_item"), call)
        return [
            {
                "object": "organization.costs.result",
                "amount": {"value": sums["micro_dollars"] / 1_000_000, "currency": "usd"},
                "quantity": None,
                "quantity_unit": None,
                **dict.fromkeys(_COST_GROUPS),
                **shared,
            }
            for shared, sums in _grouped(rows, groups, ("micro_dollars",))
        ]

    def _rows(
        self, name: str, counted: Mapping[str, int], bucket: Bucket, kinds: Sequence[str], kind_name: str
    ) -> Iterator[dict[str, Any]]:
        """One row for each key and model (or line item), about as much in a day as in 24 hours."""
        luck = random.Random(f"watchgate:{self._seed}:{name}:{bucket.start}:{bucket.end}")  # noqa: S311 - must be repeatable, guards nothing
        for place, (key_id, project_id, _) in enumerate(API_KEYS):
            for kind in kinds:
                sums = {
                    what: luck.randrange(most) * (bucket.end - bucket.start) // 3_600 + 1
                    for what, most in counted.items()
                }
                yield {
                    "project_id": project_id,
                    "api_key_id": key_id,
                    "user_id": PEOPLE[place][0],
                    kind_name: kind,
                    **sums,
                }


def _wanted(rows: Iterator[dict[str, Any]], call: Call) -> list[dict[str, Any]]:
    wanted = {field: values(call, name) for name, field in _FILTERS.items()}
    return [
        row for row in rows if all(not given or row.get(field) in given for field, given in wanted.items())
    ]


def _grouped(
    rows: Sequence[Mapping[str, Any]], groups: Sequence[str], counted: Sequence[str] | Mapping[str, int]
) -> Iterator[tuple[dict[str, Any], dict[str, int]]]:
    """For each group what its rows share, and the sums of what is *counted*."""
    sums: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in rows:
        total = sums.setdefault(tuple(row.get(name) for name in groups), dict.fromkeys(counted, 0))
        for what in counted:
            total[what] += row[what]
    return ((dict(zip(groups, shared, strict=True)), total) for shared, total in sums.items())


def _bucket(bucket: Bucket, results: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "bucket", "start_time": bucket.start, "end_time": bucket.end, "results": results}


def _page(found: list[dict[str, Any]], next_page: str | None) -> JsonReply:
    return JsonReply(
        {"object": "page", "data": found, "has_more": next_page is not None, "next_page": next_page}
    )
