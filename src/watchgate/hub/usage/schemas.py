"""How does the use of skills look in the API? Money in US dollars, as text, so that no cent is lost; each basis for itself."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from watchgate.hub.usage.summary import Line

_MICRO = Decimal(1_000_000)


class Spread(BaseModel):
    """Half of the runs are at most `p50`, nineteen of twenty at most `p95`."""

    p50: str
    p95: str


class CostOut(BaseModel):
    """`usd` of so many `runs`, and how it is spread over them. Bases are never added up."""

    usd: str
    runs: int
    spread: Spread | None


class LineOut(BaseModel):
    """`key`: the skill (with its version), person or day. `duration_s`: how long a run lasts."""

    key: list[str]
    runs: int
    errors: int
    recorded: int
    input_tokens: int
    output_tokens: int
    cost: Mapping[str, CostOut]
    duration_s: Spread | None


class SummaryOut(BaseModel):
    """From day `since` to day `until`, both included (UTC). `next_offset`: where the next page begins; null on the last."""

    since: date
    until: date
    total: LineOut
    data: list[LineOut]
    next_offset: int | None


class UnmanagedOut(BaseModel):
    """A GPT or skill that is not ours, by what its source calls it, and how often it was seen."""

    naming: str
    named: str
    sightings: int
    people: int


class UnmanagedPage(BaseModel):
    data: list[UnmanagedOut]
    next_offset: int | None


def line_out(line: Line) -> LineOut:
    sums = line.sums
    cost = {
        basis: CostOut(
            usd=_usd(sums[f"{basis}_microusd"]),
            runs=sums[f"{basis}_runs"],
            spread=_spread(line, basis, _usd),
        )
        for basis in ("reported", "estimated", "allocated")
        if sums[f"{basis}_runs"]
    }
    return LineOut(
        key=list(line.key),
        **{name: sums[name] for name in ("runs", "errors", "recorded", "input_tokens", "output_tokens")},
        cost=cost,
        duration_s=_spread(line, "duration", _seconds),
    )


def _spread(line: Line, measure: str, shown: Callable[[int], str]) -> Spread | None:
    pair = line.percentiles.get(measure)
    return Spread(p50=shown(pair[0]), p95=shown(pair[1])) if pair else None


def _usd(microusd: int) -> str:
    return str(Decimal(microusd) / _MICRO)


def _seconds(milliseconds: int) -> str:
    return str(Decimal(milliseconds) / 1000)
