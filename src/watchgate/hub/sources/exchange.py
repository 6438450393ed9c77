"""What do our own gateway's exchanges tell? How long, how many tokens, at what price: of those that name a skill.

The price is of our price list, so it is an estimate, however exact the tokens are.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from watchgate.hub.sources.told import moment, number, part, text
from watchgate.hub.usage.model import Basis, Cost, Naming, Outcome, Sighting, Source

CLOSING = "exchange.response"
_MICRO = 1_000_000
_REFUSED = 400


def sightings(entry: Mapping[str, Any]) -> Iterator[Sighting]:
    """None of entries that are not the end of an exchange, or name no skill."""
    if entry.get("type") != CLOSING:
        return
    skill = part(entry, "skill")
    named = _named(skill)
    exchange, ended_at = text(entry.get("exchange")), moment(entry.get("time"))
    if named is None or exchange is None or ended_at is None:
        return
    usage, microusd = part(entry, "usage"), number(part(entry, "charged").get("microusd"))
    yield Sighting(
        Source.GATEWAY,
        exchange,
        *named,
        ended_at - timedelta(milliseconds=number(entry.get("duration_ms")) or 0),
        person=text(entry.get("key")),
        surface="api",
        model=text(entry.get("model")),
        run_id=text(skill.get("run")) or exchange,
        ended_at=ended_at,
        outcome=_outcome(entry),
        input_tokens=number(usage.get("input_tokens")),
        output_tokens=number(usage.get("output_tokens")),
        cost=Cost(Decimal(microusd) / _MICRO, Basis.ESTIMATED) if microusd is not None else None,
    )


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    """As the gateway has closed it (`gateway/carry.py`). Whoever left early did not see how it ended."""
    status, word = number(entry.get("status")), entry.get("outcome")
    if word == "client_gone":
        return Outcome.UNKNOWN
    is_good = word == "complete" and (status is None or status < _REFUSED)
    return Outcome.SUCCESS if is_good else Outcome.ERROR


def _named(skill: Mapping[str, Any]) -> tuple[Naming, str] | None:
    """By the digest, which says the version too; else by our name; else by the platform's id."""
    for key, naming in (
        ("digest", Naming.DIGEST),
        ("id", Naming.SKILL),
        ("platform_id", Naming.PLATFORM_SKILL),
    ):
        if (name := text(skill.get(key))) is not None:
            return naming, name
    return None
