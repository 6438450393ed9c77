"""How are gateway keys and their spending shown in a terminal?"""

import json
from collections.abc import Sequence
from datetime import datetime

import typer

from watchgate.commands.table import print_facts, print_table
from watchgate.identity.gateway_keys.model import GatewayKey, State
from watchgate.identity.gateway_keys.money import dollars
from watchgate.identity.gateway_keys.schemas import key_made, key_out, usage_out
from watchgate.identity.gateway_keys.usage import Spending
from watchgate.kernel.clock import rfc3339

NOTHING_YET = "There is no gateway key yet. Make one:  watchgate keys create --help"


def print_made(key: GatewayKey, secret: str, now: datetime, *, as_json: bool) -> None:
    """The secret alone on standard output, the rest beside it."""
    if as_json:
        typer.echo(key_made(key, secret, now).model_dump_json())
        return
    typer.echo(secret)
    typer.echo(f"{key.id}: {_payer(key)}, {_until(key, now)}. This key is not shown again.", err=True)


def print_keys(keys: Sequence[GatewayKey], now: datetime, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([key_out(key, now).model_dump(mode="json") for key in keys]))
    elif not keys:
        typer.echo(NOTHING_YET)
    else:
        print_table(
            ("id", "name", "team", "project", "state", "a month", "a day", "a minute", "models"),
            [_row(key, now) for key in keys],
        )


def print_key(key: GatewayKey, now: datetime, *, as_json: bool) -> None:
    if as_json:
        typer.echo(key_out(key, now).model_dump_json())
        return
    allowance = key.allowance
    print_facts(
        [
            ("id", key.id),
            ("name", key.whose.name),
            ("team", key.whose.team),
            ("project", key.whose.project or "-"),
            ("state", _until(key, now)),
            ("budget a month", _money(allowance.budget_month_microusd)),
            ("budget a day", _money(allowance.budget_day_microusd)),
            ("limits a minute", _rates(key)),
            ("models", ", ".join(allowance.models) or "all"),
            ("created", rfc3339(key.created_at)),
            ("changed", rfc3339(key.updated_at)),
            ("rotated", rfc3339(key.rotated_at) if key.rotated_at else "never"),
        ]
    )


def print_usage(
    keys: Sequence[GatewayKey], spent: Sequence[Spending], *, by_day: bool, as_json: bool
) -> None:
    if as_json:
        typer.echo(json.dumps([usage_out(one).model_dump(mode="json") for one in spent]))
    elif not keys:
        typer.echo(NOTHING_YET)
    elif by_day:
        _print_days(spent[0])
    else:
        print_table(
            ("id", "name", "team", "project", "requests", "spent", "left this month", "left today"),
            [_spent_row(key, one) for key, one in zip(keys, spent, strict=True)],
        )


def _print_days(spending: Spending) -> None:
    if not spending.days:
        typer.echo(f"No gateway on this data folder has counted anything for this key in {spending.month}.")
        return
    print_table(
        ("day", "requests", "input tokens", "output tokens", "spent", "of it estimated"),
        [
            (
                *(day.day.isoformat(), str(day.requests), str(day.input_tokens), str(day.output_tokens)),
                *(f"${dollars(day.spent_microusd)}", f"${dollars(day.estimated_microusd)}"),
            )
            for day in spending.days
        ],
    )
    left = (
        f"{_money(spending.left_month_microusd)} left this month, {_money(spending.left_day_microusd)} today"
    )
    typer.echo(f"${dollars(spending.spent_microusd)} in {spending.month}; {left}.")


def _row(key: GatewayKey, now: datetime) -> tuple[str, ...]:
    whose, allowance = key.whose, key.allowance
    return (
        *(key.id, whose.name, whose.team, whose.project or "-", _until(key, now)),
        *(_money(allowance.budget_month_microusd), _money(allowance.budget_day_microusd)),
        *(_rates(key), ", ".join(allowance.models) or "all"),
    )


def _spent_row(key: GatewayKey, spent: Spending) -> tuple[str, ...]:
    return (
        *(key.id, key.whose.name, key.whose.team, key.whose.project or "-"),
        str(sum(day.requests for day in spent.days)),
        *(f"${dollars(spent.spent_microusd)}", _money(spent.left_month_microusd)),
        _money(spent.left_day_microusd),
    )


def _payer(key: GatewayKey) -> str:
    return f"{key.whose.team} / {key.whose.project}" if key.whose.project else key.whose.team


def _until(key: GatewayKey, now: datetime) -> str:
    state = key.state(now)
    if state is State.REVOKED or key.expires_at is None:
        return state.value
    return f"{state}, {'since' if state is State.EXPIRED else 'until'} {rfc3339(key.expires_at)[:16]}Z"


def _money(microusd: int | None) -> str:
    return "no limit" if microusd is None else f"${dollars(microusd)}"


def _rates(key: GatewayKey) -> str:
    limits = (
        (key.allowance.requests_per_minute, "requests"),
        (key.allowance.tokens_per_minute, "tokens"),
    )
    return ", ".join(f"{limit:,} {what}" for limit, what in limits if limit is not None) or "no limit"
