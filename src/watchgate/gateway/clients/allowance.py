"""May the holder of a key ask this now, and what has it cost him?

take_turn()  requests a minute      reserve()  models, tokens a minute, budgets: the estimate is counted at once
settle()     the estimate is replaced by what the provider counted; where it counted nothing, by what is known

All gateway processes of a machine count in one file, under its lock.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from watchgate.gateway.clients import denials, estimate
from watchgate.gateway.clients.charge import Charge
from watchgate.gateway.clients.client import Client
from watchgate.gateway.clients.denials import Denied
from watchgate.gateway.clients.months import Months
from watchgate.gateway.clients.rates import put_right, take
from watchgate.gateway.exchange import Exchange
from watchgate.identity.gateway_keys.spending import Counted, MonthFile
from watchgate.kernel.clock import Clock
from watchgate.kernel.errors import UserError
from watchgate.policy.kinds.prices import Price, find
from watchgate.policy.model import Usage

_NEVER_SENT = frozenset({"circuit_open", "upstream_connect"})


class Reservation(msgspec.Struct, frozen=True):
    """What was counted for an exchange before it began."""

    client: Client
    file: MonthFile
    place: int
    day: int
    model: str
    price: Price | None
    tokens_in: int
    microusd: int
    is_metered: bool


class Ending(msgspec.Struct, frozen=True):
    """How the exchange ended. *pieces*: events of a stream that have come, each about one token."""

    outcome: str
    status: int
    model: str
    usage: Usage | None
    pieces: int


class Allowances:
    """The counting of one gateway process."""

    def __init__(self, months: Months, clock: Clock) -> None:
        self._months = months
        self._clock = clock

    def take_turn(self, client: Client) -> Denied | None:
        """One more request; None when it may go on."""
        per_minute = client.allowance.requests_per_minute
        if per_minute is None:
            return None
        now = self._clock()
        try:
            file, place = self._months.place(now, client.key_id)
        except UserError:
            return denials.NOT_COUNTABLE
        with file:
            requests, tokens = file.rates(place)
            full_at, wait = take(requests, _nanoseconds(now), per_minute, 1)
            if wait:
                return denials.too_many("requests", per_minute, wait)
            file.set_rates(place, full_at, tokens)
        return None

    def reserve(self, client: Client, exchange: Exchange) -> Reservation | Denied:
        """Count the estimate of a judged request, or say why it may not go on."""
        model, is_asking = exchange.about.model, exchange.is_asking
        if is_asking and client.may_ask is not None and not (model and client.may_ask(model)):
            return denials.model_not_allowed(model)
        price = _price_of(model, exchange.gate.chain.prices)
        if (
            is_asking
            and price is None
            and client.has_budget
            and exchange.gate.pack.clients.unknown_price == "refuse"
        ):
            return denials.price_unknown(model)
        now = self._clock()
        tokens_in = exchange.tokens_in
        cost = _estimated(price, tokens_in, exchange.size.output_tokens) if is_asking else 0
        try:
            file, place = self._months.place(now, client.key_id)
        except UserError:
            return denials.NOT_COUNTABLE
        with file:
            if denied := _over_budget(client, file, place, cost, now):
                return denied
            if is_asking and (denied := _too_many_tokens(client, file, place, tokens_in, now)):
                return denied
            file.add(place, now.day, Counted(1, 0, 0, cost, cost))
        return Reservation(client, file, place, now.day, model, price, tokens_in, cost, is_asking)

    def settle(self, reserved: Reservation, exchange: Exchange, ending: Ending) -> Charge:
        """Replace the estimate by what it was."""
        is_other = ending.model != reserved.model
        price = _price_of(ending.model, exchange.gate.chain.prices) if is_other else reserved.price
        used, charge = _used(reserved, exchange, ending, price)
        spent = charge.microusd or 0
        estimated = spent if charge.is_estimated else 0
        file, place = reserved.file, reserved.place
        more = Counted(
            0, used.input_tokens, used.output_tokens, spent - reserved.microusd, estimated - reserved.microusd
        )
        per_minute = reserved.client.allowance.tokens_per_minute
        with file:
            file.add(place, reserved.day, more)
            if per_minute is not None and reserved.is_metered:
                requests, tokens = file.rates(place)
                beyond = used.input_tokens + used.output_tokens - reserved.tokens_in
                file.set_rates(place, requests, put_right(tokens, per_minute, beyond))
        return charge


def _used(
    reserved: Reservation, exchange: Exchange, ending: Ending, price: Price | None
) -> tuple[Usage, Charge]:
    """(tokens, what they cost)"""
    if not reserved.is_metered or _cost_nothing(ending):
        return Usage(0, 0), Charge(0, is_estimated=False)
    usage, is_estimated = ending.usage, False
    if usage is None:
        out = exchange.size.output_tokens if exchange.size.is_background else ending.pieces
        usage, is_estimated = Usage(reserved.tokens_in, out), True
    if price is None:
        return usage, Charge(None, is_estimated=is_estimated)
    beyond_table = price.up_to_input_tokens is not None and usage.input_tokens > price.up_to_input_tokens
    return usage, Charge(price.cost_microusd(usage), is_estimated=is_estimated or beyond_table)


def _cost_nothing(ending: Ending) -> bool:
    """It was never sent, or the provider answered with an error."""
    was_refused = ending.outcome == "complete" and ending.status >= 400
    return ending.usage is None and (was_refused or ending.outcome in _NEVER_SENT)


def _over_budget(client: Client, file: MonthFile, place: int, cost: int, now: datetime) -> Denied | None:
    allowance = client.allowance
    if allowance.budget_month_microusd is not None:
        spent = file.spent_in_month(place)
        if cost and spent + cost > allowance.budget_month_microusd:
            opens = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
            budget = allowance.budget_month_microusd
            return denials.over_budget("month", budget, spent, cost, _midnight(opens), now)
    if allowance.budget_day_microusd is not None:
        spent = file.of_day(place, now.day).spent_microusd
        if cost and spent + cost > allowance.budget_day_microusd:
            opens = _midnight(now + timedelta(days=1))
            return denials.over_budget("day", allowance.budget_day_microusd, spent, cost, opens, now)
    return None


def _too_many_tokens(
    client: Client, file: MonthFile, place: int, tokens_in: int, now: datetime
) -> Denied | None:
    per_minute = client.allowance.tokens_per_minute
    if per_minute is None:
        return None
    requests, tokens = file.rates(place)
    full_at, wait = take(tokens, _nanoseconds(now), per_minute, tokens_in)
    if wait:
        return denials.too_many("tokens", per_minute, wait)
    file.set_rates(place, requests, full_at)
    return None


def _estimated(price: Price | None, tokens_in: int, tokens_out: int) -> int:
    return 0 if price is None else estimate.cost_microusd(price, tokens_in=tokens_in, tokens_out=tokens_out)


def _price_of(model: str, prices: Mapping[str, Price]) -> Price | None:
    found = find(model, prices) if model else None
    return found[1] if found else None


def _midnight(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000) * 1000
