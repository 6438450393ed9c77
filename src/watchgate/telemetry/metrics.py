"""How is the gateway doing? Prometheus counters, with labels of few values only (no model, team or path: clients choose those)."""

from collections import Counter as Tally
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from pathlib import Path

disable_created_metrics()  # type: ignore[no-untyped-call]
CONTENT_TYPE = CONTENT_TYPE_LATEST.encode()
MAX_PAYERS = 500
"""Pairs of team and project that have a series of their own."""
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)


class Metrics:
    """The gateway's metrics. With several workers, each scrape adds up what all of them wrote into *shared*."""

    def __init__(self, *, shared: "Path | None" = None) -> None:
        self._shared = shared
        self._registry = CollectorRegistry()
        own = self._registry
        self.exchanges = Counter(
            "watchgate_exchanges",
            "Exchanges by endpoint, verdict and status.",
            ("endpoint", "verdict", "status"),
            registry=own,
        )
        self.duration = Histogram(
            "watchgate_exchange_duration_seconds",
            "From request to the last byte.",
            ("endpoint",),
            buckets=_BUCKETS,
            registry=own,
        )
        self.redactions = Counter(
            "watchgate_redactions", "Spans masked or removed.", ("phase", "entity"), registry=own
        )
        self.upstream_failures = Counter(
            "watchgate_upstream_failures",
            "Failed attempts by target and kind.",
            ("target", "kind"),
            registry=own,
        )
        self._tokens = Counter(
            "watchgate_tokens", "Tokens as the provider counted them.", ("direction",), registry=own
        )
        self._cost = Counter(
            "watchgate_cost_microusd", "Cost of priced exchanges in millionths of a dollar.", registry=own
        )
        self._client_cost = Counter(
            "watchgate_client_cost_microusd",
            "Cost by team and project of the gateway key, estimates included, in millionths of a dollar.",
            ("team", "project"),
            registry=own,
        )
        self._denials = Counter(
            "watchgate_client_denials",
            "Requests that a gateway key did not allow, by team, project and reason.",
            ("team", "project", "reason"),
            registry=own,
        )
        self._payers: set[tuple[str, str]] = set()
        self.in_flight = Gauge(
            "watchgate_in_flight", "Exchanges going on now.", registry=own, multiprocess_mode="livesum"
        )
        self._times: dict[str, Histogram] = {}
        self._new: Tally[tuple[str, ...]] = Tally()

    def count(self, endpoint: str, verdict: str, status: int) -> None:
        """One more exchange."""
        self._new["exchange", endpoint, verdict, str(status)] += 1

    def used(self, *, input_tokens: int, output_tokens: int) -> None:
        """So many tokens, as the provider counted them."""
        self._new["tokens", "input"] += input_tokens
        self._new["tokens", "output"] += output_tokens

    def spent(self, microusd: int) -> None:
        """So much money, in millionths of a dollar."""
        self._new["cost",] += microusd

    def charged(self, team: str, project: str | None, microusd: int) -> None:
        """So much was counted for a gateway key, in millionths of a dollar."""
        self._new["client cost", *self._payer(team, project)] += microusd

    def denied(self, team: str, project: str | None, reason: str) -> None:
        """A gateway key did not allow a request."""
        self._new["denial", *self._payer(team, project), reason] += 1

    def _payer(self, team: str, project: str | None) -> tuple[str, str]:
        """As the key says, so administrators choose them; after many, all others are one."""
        payer = (team, project or "")
        if payer not in self._payers:
            if len(self._payers) >= MAX_PAYERS:
                return ("other", "other")
            self._payers.add(payer)
        return payer

    def time(self, endpoint: str, seconds: float) -> None:
        """How long an exchange took."""
        series = self._times.get(endpoint)
        if series is None:
            series = self._times[endpoint] = self.duration.labels(endpoint)
        series.observe(seconds)

    def settle(self, *, in_flight: int) -> None:
        """Add what has been counted since the last time. Once a second, and before a scrape: adding each exchange by itself costs more."""
        self.in_flight.set(in_flight)
        counted, self._new = self._new, Tally()
        for (what, *labels), amount in counted.items():
            match what:
                case "exchange":
                    self.exchanges.labels(*labels).inc(amount)
                case "tokens":
                    self._tokens.labels(*labels).inc(amount)
                case "client cost":
                    self._client_cost.labels(*labels).inc(amount)
                case "denial":
                    self._denials.labels(*labels).inc(amount)
                case _:
                    self._cost.inc(amount)

    def exposition(self) -> bytes:
        """The text of a scrape."""
        if self._shared is None:
            return generate_latest(self._registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=str(self._shared))  # type: ignore[no-untyped-call]
        return generate_latest(registry)
