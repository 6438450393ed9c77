"""Which faults befall this request? Asked for by its own header, or drawn at the rates in force.

A fault is written `name` or `name:amount`; the amount means what the list says.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from watchgate.kernel.errors import UserError
from watchgate.simulator.fault_stages import COMPLIANCE_FAULTS, Stage, can_strike

FAULTS: Mapping[str, str] = {
    "http-401": "401 invalid_api_key",
    "http-429-retry-after": "429 with Retry-After in seconds (amount, default 1)",
    "http-429-retry-after-ms": "429 with retry-after-ms (amount, default 40) beside a Retry-After of 1",
    "http-429-retry-after-date": "429 with Retry-After as an HTTP date, so many seconds away (amount, default 2)",
    "http-429-long": "429 with a Retry-After beyond any SDK's patience (amount, default 300)",
    "http-429-quota": "429 insufficient_quota, no Retry-After: waiting will not help",
    "http-500": "500 server_error",
    "http-503": "503 overloaded",
    "x-should-retry-false": "500 that tells the SDK not to try again",
    "slow-first-byte": "seconds of silence before the answer (amount, default 1)",
    "slow-stream": "seconds between the events of a stream (amount, default 0.05)",
    "cut-stream": "connection closed in the middle of an event, after so many whole ones (amount, default half)",
    "mid-stream-error": "an error event in place of the rest, after so many events (amount, default half)",
    "malformed-json": "JSON that ends too early (in a stream: one event in the middle)",
    "drop-connection": "connection closed before the first byte",
    "crlf": "stream lines end in CR LF",
    "comments": "a comment before each event, its JSON over several data: lines",
    "split-utf8": "characters of several bytes are split over two writes",
    "gzip": "the answer is compressed when the client accepts it",
    "responses-done": "a responses stream ends with data: [DONE], as some compatible servers do",
    **COMPLIANCE_FAULTS,
}


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    amount: float | None = None

    def __str__(self) -> str:
        return self.name if self.amount is None else f"{self.name}:{self.amount:g}"


@dataclass(slots=True)
class FaultRate:
    """A fault in force: how often, and for how many more requests (None: until it is taken back)."""

    fault: Fault
    rate: float
    times: int | None = None
    every: int | None = None
    """It strikes every so-manieth request that it could, in place of `rate` of them."""
    only: str = ""
    """It strikes only requests whose path contains this."""
    seen: int = 0

    def fresh(self) -> "FaultRate":
        """The same, as if it had seen no request."""
        return FaultRate(self.fault, self.rate, self.times, self.every, self.only)


class Faults:
    """The faults in force. Replaced as a whole, drawn per request."""

    def __init__(self, initial: Iterable[FaultRate] = ()) -> None:
        self._initial = [each.fresh() for each in initial]
        self.restart()

    def replace(self, rates: Iterable[FaultRate]) -> None:
        self._rates = list(rates)

    def restart(self) -> None:
        self._rates = [each.fresh() for each in self._initial]

    def draw(self, chance: random.Random, stage: Stage = Stage.MODEL, path: str = "") -> list[Fault]:
        """The faults that strike one request for *path* at *stage*."""
        possible = [each for each in self._rates if can_strike(each.fault.name, stage) and each.only in path]
        return [each.fault for each in possible if _hits(each, chance)]

    def strikes(self, name: str, chance: random.Random) -> bool:
        """Does the fault called *name* befall this one thing? Nothing is drawn when it is not in force."""
        return any(_hits(each, chance) for each in self._rates if each.fault.name == name)

    def is_any_in_force(self, names: Iterable[str]) -> bool:
        wanted = set(names)
        return any(each.rate and each.times != 0 for each in self._rates if each.fault.name in wanted)


def _hits(each: FaultRate, chance: random.Random) -> bool:
    each.seen += 1
    is_turn = chance.random() < each.rate if each.every is None else each.seen % each.every == 0
    is_hit = is_turn and each.times != 0
    if is_hit and each.times is not None:
        each.times -= 1
    return is_hit


def parse_fault(text: str) -> Fault:
    """`slow-stream` or `slow-stream:0.2`. Raises UserError for a name or amount we do not know."""
    name, colon, amount = text.strip().partition(":")
    if name not in FAULTS:
        nearest = get_close_matches(name, FAULTS, n=1)
        hint = f"did you mean {nearest[0]}?" if nearest else f"known faults: {', '.join(FAULTS)}."
        raise UserError(f"There is no fault called {name!r}: {hint}")
    if not colon:
        return Fault(name)
    return Fault(name, _number(amount, what=f"The amount of fault {name}"))


def parse_fault_list(text: str) -> list[Fault]:
    """Several faults, separated by commas, as the X-Sim-Fault header has them."""
    return [parse_fault(each) for each in text.split(",") if each.strip()]


def parse_fault_rate(text: str) -> FaultRate:
    """`NAME=RATE`, as the command line has it."""
    name, equals, rate = text.partition("=")
    if not equals:
        raise UserError(f"A fault is written NAME=RATE, for example http-503=0.1; this one is not: {text!r}.")
    return fault_rate(name, _number(rate, what=f"The rate of fault {name}"))


def fault_rate(name: str, rate: float, *, times: int | None = None) -> FaultRate:
    fault = parse_fault(name)
    if not 0 <= rate <= 1:
        raise UserError(f"The rate of fault {fault.name} must be from 0 (never) to 1 (always), not {rate:g}.")
    return FaultRate(fault, rate, times)


def _number(text: str, *, what: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise UserError(f"{what} must be a number, not {text!r}.") from error
    if not 0 <= number < float("inf"):
        raise UserError(f"{what} must be a finite number, zero or more, not {text}.")
    return number
