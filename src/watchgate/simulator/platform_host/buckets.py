"""Which stretches of time does a usage or cost query cover, and which of them does this page show?"""

from dataclasses import dataclass
from datetime import datetime

from watchgate.simulator.api_error import invalid
from watchgate.simulator.endpoint import Call
from watchgate.simulator.platform_host.query import limit, required_number
from watchgate.simulator.platform_host.query import number as number_in

_WIDTHS_S = {"1m": 60, "1h": 3_600, "1d": 86_400}
_LIMITS = {"1m": (60, 1_440), "1h": (24, 168), "1d": (7, 31)}
_COST_LIMITS = (7, 180)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Unix seconds; `end` is not in it."""

    start: int
    end: int


def buckets(call: Call, now: datetime, *, is_costs: bool) -> tuple[list[Bucket], str | None]:
    """The buckets of the page, ascending, and the name of the next page. Raises ApiError."""
    name = call.query.get("bucket_width", "1d")
    if name not in (("1d",) if is_costs else _WIDTHS_S):
        raise invalid("bucket_width", f"{name!r} is not supported.")
    width = _WIDTHS_S[name]
    default, most = _COST_LIMITS if is_costs else _LIMITS[name]
    start = required_number(call, "start_time") // width * width
    end = min(number_in(call, "end_time") or int(now.timestamp()) + 1, int(now.timestamp()) + 1)
    first = _page_start(call, start)
    after = first + width * limit(call, default=default, most=most)
    shown = [Bucket(at, at + width) for at in range(first, min(after, end), width)]
    return shown, f"page_{after:x}" if after < end else None


def _page_start(call: Call, start: int) -> int:
    page = call.query.get("page")
    if page is None:
        return start
    try:
        return int(page.removeprefix("page_"), 16)
    except ValueError as error:
        raise invalid("page", f"there is no page {page!r}.") from error
