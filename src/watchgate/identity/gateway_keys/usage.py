"""What has a key spent this month, day by day, and what is left of its budgets?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from watchgate.identity.gateway_keys.model import GatewayKey
from watchgate.identity.gateway_keys.spending import Counted, counted, month_of
from watchgate.kernel.errors import UserError


@dataclass(frozen=True, slots=True)
class Day:
    """A day (UTC) on which something was counted."""

    day: date
    requests: int
    input_tokens: int
    output_tokens: int
    spent_microusd: int
    estimated_microusd: int


@dataclass(frozen=True, slots=True)
class Spending:
    """A key's month. What is left is of today, and None without such a budget or in another month than this one."""

    key_id: str
    month: str
    spent_microusd: int
    left_month_microusd: int | None
    left_day_microusd: int | None
    days: tuple[Day, ...]


def usage(keys: Sequence[GatewayKey], data_dir: Path, month: str | None, now: datetime) -> list[Spending]:
    """The month of each of *keys* (None: this one). Raises UserError."""
    chosen = month or month_of(now)
    year_and_month = _parsed(chosen)
    found = counted(data_dir, chosen)
    return [_spending(key, chosen, year_and_month, found, now) for key in keys]


def _spending(
    key: GatewayKey,
    month: str,
    year_and_month: tuple[int, int],
    found: Mapping[str, list[Counted]],
    now: datetime,
) -> Spending:
    days = tuple(
        Day(date(*year_and_month, number), *of_day)
        for number, of_day in enumerate(found.get(key.id, ()), start=1)
        if any(of_day)
    )
    spent = sum(day.spent_microusd for day in days)
    today = sum(day.spent_microusd for day in days if day.day == now.date())
    is_now = month == month_of(now)
    allowance = key.allowance
    return Spending(
        key.id,
        month,
        spent,
        _left(allowance.budget_month_microusd, spent) if is_now else None,
        _left(allowance.budget_day_microusd, today) if is_now else None,
        days,
    )


def _left(budget: int | None, spent: int) -> int | None:
    return None if budget is None else max(0, budget - spent)


def _parsed(month: str) -> tuple[int, int]:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise UserError(f"{month[:40]!r} is not a month. Write it like 2026-11.") from None
    return first.year, first.month
